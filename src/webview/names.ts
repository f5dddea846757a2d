/** What the versions and layers are called. */
import type { Arm } from '../protocol/panel';

/** Short enough for a legend: `Your code`, `With fix`, and of a variant what is different in it. */
export function armName({ role, title }: { readonly role: Arm['role']; readonly title: string }): string {
  switch (role) {
    case 'asWritten':
      return 'Your code';
    case 'withFix':
      return 'With fix';
    case 'variant':
      return title.replace(/^Variant: /, '');
  }
}

/** As `armName`, but several fixes get a number. */
export function armNames(arms: readonly { readonly role: Arm['role']; readonly title: string }[]): readonly string[] {
  const fixes = arms.filter(({ role }) => role === 'withFix').length;
  let seen = 0;
  return arms.map((arm) => {
    if (arm.role !== 'withFix' || fixes < 2) return armName(arm);
    seen++;
    return `Fix ${seen}`;
  });
}

/** What a version changes: the fix's own words. */
export const armChange = (title: string): string => title.replace(/^(With fix|Variant): /, '');
