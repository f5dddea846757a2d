/** Assignment: `a = v`, `a, b = v`, `a.b = v`, `a[i] = v`. */
import type { Expression } from '../../python/ast';
import { readAttribute, writeAttribute } from './attributes';
import { entryKey, dictState, listItems } from './collections';
import { kindOf, tell } from './guests';
import { iterate } from './iteration';
import { notKnown, placeIn, type Machine } from './machine';
import { bind, unbind } from './scopes';
import { asNumber, type Scope, type Value } from './value';
import { entriesField, itemsField } from './fields';

export function assign(m: Machine, scope: Scope, target: Expression, value: Value): void {
  switch (target.kind) {
    case 'Name':
      tell(m, 'named', m, value, target.id);
      bind(m, scope, target.id, value);
      return;
    case 'Tuple':
    case 'List':
      assignMany(m, scope, target.elements, value, target);
      return;
    case 'Starred':
      assign(m, scope, target.value, value);
      return;
    case 'Attribute':
      tell(m, 'named', m, value, target.attr.id);
      writeAttribute(m, m.evaluate(target.value, scope), target.attr.id, value, placeIn(scope, target));
      return;
    case 'Subscript':
      assignItem(m, scope, m.evaluate(target.value, scope), target.slice, value);
      return;
    default:
      m.evaluate(target, scope);
  }
}

function assignMany(m: Machine, scope: Scope, targets: readonly Expression[], value: Value, whole: Expression): void {
  const place = placeIn(scope, whole);
  const star = targets.findIndex((target) => target.kind === 'Starred');
  const { items, element } = iterate(m, value, place);
  const closed = items?.every((item) => item.kind !== 'gap') === true;
  targets.forEach((target, i) => {
    if (!items || !closed) {
      assign(m, scope, target, value.kind === 'unknown' ? value : element);
    } else if (i === star) {
      const rest = items.slice(i, items.length - (targets.length - 1 - i));
      const id = m.store.fresh();
      m.store.write(id, itemsField, rest);
      assign(m, scope, target, { kind: 'list', id, place });
    } else {
      const item = star !== -1 && i > star ? items[items.length - (targets.length - i)] : items[i];
      assign(m, scope, target, item ?? notKnown(m, 'undefined', place, 'too few values to unpack'));
    }
  });
}

function assignItem(m: Machine, scope: Scope, container: Value, index: Expression, value: Value): void {
  const place = placeIn(scope, index);
  const key = m.evaluate(index, scope);
  switch (container.kind) {
    case 'dict': {
      const state = dictState(m, container);
      const name = entryKey(m, key);
      if (name === undefined) {
        m.store.write(container.id, entriesField, {
          ...state,
          open: notKnown(m, 'dynamic', place, 'a key that is not known').why,
        });
        return;
      }
      m.store.write(container.id, entriesField, { ...state, entries: new Map(state.entries).set(name, { key, value }) });
      return;
    }
    case 'list': {
      const items = listItems(m, container);
      const at = asNumber(key);
      if (at === undefined || items.some((item) => item.kind === 'gap')) {
        const why = notKnown(m, 'dynamic', place, 'an index that is not known').why;
        m.store.write(
          container.id,
          itemsField,
          items.map((): Value => ({ kind: 'unknown', why })),
        );
        return;
      }
      const position = at < 0 ? at + items.length : at;
      // Past the end Python raises.
      if (position < 0 || position >= items.length || !Number.isInteger(position)) return;
      m.store.write(container.id, itemsField, items.with(position, value));
      return;
    }
    case 'instance': {
      const method = readAttribute(m, container, '__setitem__', place);
      if (method.kind === 'function') {
        const site = { callee: '__setitem__', place, function: place, parentheses: place, arguments: [] };
        m.call(method, { positional: [key, value], keywords: new Map() }, site);
      }
      return;
    }
    case 'library':
      // Read like an attribute that the program sets: `os.environ['KERAS_BACKEND'] = 'jax'`.
      if (key.kind === 'const') m.store.write(m.patched, `${container.path}[${String(key.value)}]`, value);
      return;
    default:
      kindOf(m, container)?.writeItem?.(m, container, key, value, place);
  }
}

export function deleteTarget(m: Machine, scope: Scope, target: Expression): void {
  if (target.kind === 'Name') unbind(m, scope, target.id);
  else if (target.kind === 'Tuple' || target.kind === 'List') for (const one of target.elements) deleteTarget(m, scope, one);
  else if (target.kind === 'Subscript') {
    const container = m.evaluate(target.value, scope);
    const key = entryKey(m, m.evaluate(target.slice, scope));
    if (container.kind === 'dict' && key !== undefined) {
      const state = dictState(m, container);
      const entries = new Map(state.entries);
      entries.delete(key);
      m.store.write(container.id, entriesField, { ...state, entries });
    }
    if (container.kind === 'list') {
      const items = listItems(m, container);
      const at = asNumber(m.evaluate(target.slice, scope));
      if (at !== undefined) m.store.write(container.id, itemsField, items.toSpliced(at, 1));
    }
  }
}
