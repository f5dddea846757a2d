import type { ConstantValue } from '../ast';

/** Reads an integer or float literal as Python does; the suffixes `j` and (Python 2) `l` and leading-zero octals included. */
export function numberValue(literal: string): ConstantValue {
  const text = literal.replaceAll('_', '').toLowerCase();
  if (/^0[xob]/.test(text)) return integer(text.replace(/l$/, ''));
  if (text.endsWith('j')) return { type: 'complex', imaginary: Number(text.slice(0, -1)) };
  if (/[.e]/.test(text)) return { type: 'float', value: Number(text) };
  const digits = text.replace(/l$/, '');
  return integer(/^0[0-7]+$/.test(digits) && /[1-7]/.test(digits) ? `0o${digits.slice(1)}` : digits);
}

function integer(text: string): ConstantValue {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return { type: 'int', value };
  // What is not a number after all (`0x` cut off) cannot become a bigint either.
  return { type: 'int', value: Number.isNaN(value) ? value : BigInt(text) };
}
