import type { Span } from '../../text/place';
import type { Constant, ConstantValue, Expression, FormattedValue } from '../ast';
import type { ConcreteNode } from '../concrete';
import { decodeString, type StringStyle } from './escapes';
import { bareTuple, errorExpression, isError, type Lowering, namedChildren, spanOf, textOf } from './lowering';

type Part = Constant | FormattedValue;

/** Lowers a literal, or several side by side: one constant, or a `JoinedStr` where any of them is an f-string. */
export function lowerStrings(lowering: Lowering, node: ConcreteNode, strings: readonly ConcreteNode[]): Expression {
  const parts: Part[] = [];
  let joined = false;
  let type: 'str' | 'bytes' = 'str';
  for (const string of strings) {
    const style = styleOf(textOf(lowering, string.children[0] ?? { start: string.start, end: string.start }));
    joined ||= style.format;
    if (style.bytes) type = 'bytes';
    for (const child of string.children) addPart(lowering, parts, child, style);
  }
  if (strings.some((string) => string.children.some(isError))) {
    const values = parts.map((part) => (part.kind === 'Constant' ? part : part.value));
    return errorExpression(node, values);
  }
  const span = spanOf(node);
  if (joined) return { kind: 'JoinedStr', parts, ...span };
  const first = parts[0]?.kind === 'Constant' ? parts[0].value : undefined;
  const value: ConstantValue = { type, value: first?.type === 'str' ? first.value : '' };
  return { kind: 'Constant', value, ...span };
}

function styleOf(start: string): StringStyle {
  const prefix = start.replace(/['"].*/s, '').toLowerCase();
  return { raw: prefix.includes('r'), bytes: prefix.includes('b'), format: prefix.includes('f') };
}

function addPart(lowering: Lowering, parts: Part[], node: ConcreteNode, style: StringStyle): void {
  const content = node.type === 'string_end' ? beforeQuotes(lowering, node) : node.type === 'string_content' ? node : undefined;
  if (content) addText(parts, decodeString(textOf(lowering, content), style), content);
  else if (node.type === 'interpolation') addInterpolation(lowering, parts, node);
}

/** Of a raw string that holds only backslashes the grammar makes all one with the closing quotes. */
function beforeQuotes(lowering: Lowering, { start, end }: Span): Span {
  const triple = end - start >= 3 && /^(['"])\1\1$/.test(lowering.text.slice(end - 3, end));
  return { start, end: Math.max(start, end - (triple ? 3 : 1)) };
}

/** Neighbouring texts become one, as in CPython. */
function addText(parts: Part[], text: string, { start, end }: Span): void {
  const last = parts.at(-1);
  if (last?.kind === 'Constant' && last.value.type === 'str') {
    parts[parts.length - 1] = {
      kind: 'Constant',
      value: { type: 'str', value: last.value.value + text },
      start: last.start,
      end,
    };
  } else if (text !== '') parts.push({ kind: 'Constant', value: { type: 'str', value: text }, start, end });
}

function addInterpolation(lowering: Lowering, parts: Part[], node: ConcreteNode): void {
  const [open, ...children] = node.children;
  const isPart = (child: ConcreteNode): boolean => child.type === 'type_conversion' || child.type === 'format_specifier';
  const conversion = children.find((child) => child.type === 'type_conversion');
  const format = children.find((child) => child.type === 'format_specifier');
  const debug = children.findIndex((child) => !child.named && child.type === '=');
  if (debug >= 0 && open) {
    // `{x = }` stands for the text `x = ` and the value after it.
    const end = children[debug + 1]?.start ?? node.end;
    addText(parts, lowering.text.slice(open.end, end).replace(/\r\n?/g, '\n'), { start: node.start, end: node.start });
  }
  const values = children.filter((child) => !isPart(child) && (child.named || child.type === ','));
  const [first] = values;
  // In `{x:=10}` the grammar sees a walrus; it is the format `=10`.
  const walrus = first?.type === 'named_expression' ? first.children[1] : undefined;
  parts.push({
    kind: 'FormattedValue',
    value: walrus ? lowering.expression(first?.children[0], node) : interpolated(lowering, node, values),
    conversion: conversion ? textOf(lowering, conversion).slice(1) : debug >= 0 && !format ? 'r' : undefined,
    format: walrus ? lowering.text.slice(walrus.start + 1, children.at(-1)?.start) : format && textOf(lowering, format).slice(1),
    ...spanOf(node),
  });
}

function interpolated(lowering: Lowering, node: ConcreteNode, values: readonly ConcreteNode[]): Expression {
  const named = values.filter((child) => child.named);
  const tuple = bareTuple(values);
  if ((!tuple && named.length > 1) || namedChildren(node).some(isError)) return errorExpression(node, lowering.readable(named));
  if (!tuple) return lowering.expression(named[0], node);
  return { kind: 'Tuple', elements: named.map((child) => lowering.expression(child, node)), ...tuple };
}
