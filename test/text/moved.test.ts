import { expect, test } from 'vitest';
import { movedBy } from '../../src/text/moved';

const span = { start: 10, end: 20 };

test.each([
  ['typed before it', { offset: 0, length: 0, inserted: 3 }, { start: 13, end: 23 }],
  ['typed right before it', { offset: 10, length: 0, inserted: 1 }, { start: 11, end: 21 }],
  ['typed inside it', { offset: 15, length: 0, inserted: 2 }, { start: 10, end: 22 }],
  ['typed right behind it', { offset: 20, length: 0, inserted: 5 }, { start: 10, end: 20 }],
  ['typed behind it', { offset: 30, length: 4, inserted: 5 }, { start: 10, end: 20 }],
  ['removed before it', { offset: 2, length: 5, inserted: 0 }, { start: 5, end: 15 }],
  ['removed inside it', { offset: 12, length: 3, inserted: 0 }, { start: 10, end: 17 }],
  ['replaced exactly', { offset: 10, length: 10, inserted: 4 }, { start: 10, end: 14 }],
  ['replaced over its front', { offset: 5, length: 8, inserted: 2 }, { start: 7, end: 14 }],
  ['replaced over its back', { offset: 15, length: 10, inserted: 1 }, { start: 10, end: 15 }],
  ['swallowed', { offset: 5, length: 30, inserted: 3 }, { start: 5, end: 8 }],
])('%s', (_, change, moved) => expect(movedBy(span, change)).toEqual(moved));

test('a moved span never turns around', () => {
  for (let offset = 0; offset < 30; offset++)
    for (let length = 0; length < 30; length++)
      for (const inserted of [0, 1, 7]) {
        const { start, end } = movedBy(span, { offset, length, inserted });
        expect(start).toBeLessThanOrEqual(end);
        expect(start).toBeGreaterThanOrEqual(0);
      }
});
