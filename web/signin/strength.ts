// How good a new password is likely to be, before the server says (docs/use/api.md: weakness). Length counts most.
export type Strength = 'short' | 'weak' | 'fair' | 'good';

export const shortest = 12;

export function strength(password: string): Strength {
  const length = [...password].length;
  if (length < shortest) return 'short';
  const different = new Set(password.toLowerCase()).size;
  if (different < 6 || /^(.{1,4})\1+$/.test(password)) return 'weak';
  if (/^\p{L}+\d{0,4}[!.?]?$/u.test(password) && length < 16) return 'weak';
  return length >= 18 && different >= 9 ? 'good' : 'fair';
}
