import type { Expression, Statement } from '../../python/ast';
import type { Place } from '../../text/place';
import { joinOverlays, joinValues } from './join';
import { decided } from './truth';
import { executeFor, executeWhile } from './loops';
import { defineClass, defineFunction } from './definitions';
import { executeImport, executeImportFrom } from './imports';
import { assign, deleteTarget } from './targets';
import { augmented } from './operators';
import { enterContext, leaveContext } from './contexts';
import { notKnown, placeIn, step, type Machine } from './machine';
import type { Overlay } from './store';
import { bind } from './scopes';
import { none, type Scope, type Value } from './value';

export type Completion = 'normal' | 'return' | 'break' | 'continue' | 'raise';

/** One activation of a function or module. */
export interface Frame {
  readonly scope: Scope;
  /** Store depth at entry: what lies above is this activation's own. */
  readonly depth: number;
  readonly returns: { readonly value: Value; readonly overlay: Overlay }[];
  readonly yields: Value[];
}

export function executeBody(m: Machine, frame: Frame, body: readonly Statement[]): Completion {
  for (const statement of body) {
    if (!step(m)) return 'normal';
    const completion = execute(m, frame, statement);
    if (completion !== 'normal') return completion;
  }
  return 'normal';
}

function execute(m: Machine, frame: Frame, statement: Statement): Completion {
  const { scope } = frame;
  switch (statement.kind) {
    case 'Expr':
      if (statement.value.kind === 'Yield') {
        const value = statement.value.value;
        if (value) frame.yields.push(m.evaluate(value, scope));
      } else m.evaluate(statement.value, scope);
      return 'normal';
    case 'Assign': {
      const value = m.evaluate(statement.value, scope);
      for (const target of statement.targets) assign(m, scope, target, value);
      return 'normal';
    }
    case 'AnnAssign':
      if (statement.value) assign(m, scope, statement.target, m.evaluate(statement.value, scope));
      return 'normal';
    case 'AugAssign':
      augmented(m, scope, statement);
      return 'normal';
    case 'If':
      return executeIf(m, frame, statement.test, statement.body, statement.orelse);
    case 'For':
      return executeFor(m, frame, statement);
    case 'While':
      return executeWhile(m, frame, statement);
    case 'FunctionDef':
      bind(m, scope, statement.name.id, defineFunction(m, scope, statement));
      return 'normal';
    case 'ClassDef':
      bind(m, scope, statement.name.id, defineClass(m, scope, statement));
      return 'normal';
    case 'Return': {
      const value = statement.value ? m.evaluate(statement.value, scope) : none(placeIn(scope, statement));
      frame.returns.push({ value, overlay: m.store.since(frame.depth) });
      return 'return';
    }
    case 'With': {
      const contexts = statement.items.map((item) => {
        const value = m.evaluate(item.context, scope);
        const entered = enterContext(m, value, placeIn(scope, item.context));
        if (item.target) assign(m, scope, item.target, entered);
        return value;
      });
      const completion = executeBody(m, frame, statement.body);
      for (const context of contexts.toReversed()) leaveContext(m, context);
      return completion;
    }
    case 'Try':
      return executeTry(m, frame, statement);
    case 'Import':
      executeImport(m, scope, statement);
      return 'normal';
    case 'ImportFrom':
      executeImportFrom(m, scope, statement);
      return 'normal';
    case 'Global':
      for (const name of statement.names) scope.redirected.set(name.id, statement.isNonlocal ? 'nonlocal' : 'global');
      return 'normal';
    case 'Delete':
      for (const target of statement.targets) deleteTarget(m, scope, target);
      return 'normal';
    case 'Assert':
      m.evaluate(statement.test, scope);
      return 'normal';
    case 'Match':
      return executeMatch(m, frame, statement);
    case 'Raise':
      return 'raise';
    case 'Break':
      return 'break';
    case 'Continue':
      return 'continue';
    case 'Pass':
      return 'normal';
    case 'ErrorStatement':
      notKnown(m, 'syntax', placeIn(scope, statement), 'text that is not Python');
      return executeBody(m, frame, statement.body);
  }
}

function executeIf(
  m: Machine,
  frame: Frame,
  test: Expression,
  body: readonly Statement[],
  orelse: readonly Statement[],
): Completion {
  const truth = decided(m, m.evaluate(test, frame.scope));
  if (truth === true) return executeBody(m, frame, body);
  if (truth === false) return executeBody(m, frame, orelse);
  return executeBranches(m, [() => executeBody(m, frame, body), () => executeBody(m, frame, orelse)], placeIn(frame.scope, test));
}

/** Follows every branch on its own copy of the store, then joins those that go on. */
export function executeBranches(m: Machine, branches: readonly (() => Completion)[], place: Place): Completion {
  const results = branches.map((run) => {
    m.store.push();
    m.conditions += 1;
    const completion = run();
    m.conditions -= 1;
    return { completion, overlay: completion === 'raise' ? m.store.discard() : m.store.pop() };
  });
  const going = results.filter(({ completion }) => completion === 'normal');
  const leaving = results.filter(({ completion }) => completion === 'break' || completion === 'continue');
  if (going.length + leaving.length === 0) {
    return results.some(({ completion }) => completion === 'return') ? 'return' : 'raise';
  }
  joinOverlays(
    m,
    [...going, ...leaving].map(({ overlay }) => overlay),
    place,
  );
  return going.length === 0 ? (leaving[0]?.completion ?? 'normal') : 'normal';
}

/** The body is taken to succeed; a handler only supplies names that stayed unknown, as for a failed import. */
function executeTry(m: Machine, frame: Frame, statement: Extract<Statement, { kind: 'Try' }>): Completion {
  let completion = executeBody(m, frame, statement.body);
  for (const handler of statement.handlers) {
    m.store.push();
    if (handler.name)
      bind(m, frame.scope, handler.name.id, notKnown(m, 'dynamic', placeIn(frame.scope, handler.name), 'an exception'));
    m.conditions += 1;
    const handled = executeBody(m, frame, handler.body);
    m.conditions -= 1;
    const overlay = m.store.discard();
    if (completion === 'raise' && handled === 'normal') {
      m.store.apply(overlay);
      completion = 'normal';
      continue;
    }
    for (const [id, fields] of overlay) {
      for (const [key, value] of fields) {
        if (id !== frame.scope.id || typeof key !== 'string') continue;
        const current = m.store.read(id, key);
        if (current === undefined || unusable(current)) m.store.put(id, key, value);
      }
    }
  }
  if (completion === 'normal') completion = executeBody(m, frame, statement.orelse);
  const last = executeBody(m, frame, statement.finalbody);
  return last === 'normal' ? completion : last;
}

const unusable = (value: Value): boolean => value.kind === 'unknown';

function executeMatch(m: Machine, frame: Frame, statement: Extract<Statement, { kind: 'Match' }>): Completion {
  const subject = m.evaluate(statement.subject, frame.scope);
  const place = placeIn(frame.scope, statement);
  const open: (() => Completion)[] = [];
  for (const one of statement.cases) {
    const { pattern } = one;
    const run = (): Completion => {
      if (pattern.kind === 'MatchAny' && pattern.name) bind(m, frame.scope, pattern.name.id, subject);
      if (pattern.kind === 'MatchOther') {
        for (const name of pattern.names)
          bind(m, frame.scope, name.id, notKnown(m, 'not-modelled', placeIn(frame.scope, name), 'a match pattern'));
      }
      return executeBody(m, frame, one.body);
    };
    if (pattern.kind === 'MatchValue' && subject.kind === 'const') {
      const value = m.evaluate(pattern.value, frame.scope);
      if (value.kind === 'const' && value.value !== subject.value) continue;
      if (value.kind === 'const' && open.length === 0) return run();
    }
    if (pattern.kind === 'MatchAny' && !one.guard && open.length === 0) return run();
    open.push(run);
  }
  return open.length === 0 ? 'normal' : executeBranches(m, [...open, () => 'normal'], place);
}

/** What a finished activation gives back: the join of its returns, or None. Its writes are kept. */
export function finishFrame(m: Machine, frame: Frame, completion: Completion, place: Place): Value {
  const rest = completion === 'raise' ? m.store.discard() : m.store.pop();
  const outcomes = [...frame.returns];
  if (completion !== 'return' && completion !== 'raise') outcomes.push({ value: none(place), overlay: rest });
  if (outcomes.length === 0) {
    m.store.apply(rest);
    return notKnown(m, 'undefined', place, 'a function that always raises');
  }
  joinOverlays(
    m,
    outcomes.map(({ overlay }) => overlay),
    place,
  );
  return joinValues(
    m,
    outcomes.map(({ value }) => value),
    place,
  );
}
