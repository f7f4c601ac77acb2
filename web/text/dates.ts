// Dates, times and sizes as people write them, in the language chosen.
import { locale, t } from './text.svelte';

const formats = new Map<string, Intl.DateTimeFormat>();

function format(date: Date, options: Intl.DateTimeFormatOptions): string {
  const key = locale() + JSON.stringify(options);
  let made = formats.get(key);
  if (!made) formats.set(key, (made = new Intl.DateTimeFormat(locale(), options)));
  return made.format(date);
}

const midnight = (date: Date): number => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();

/** As a list shows it: the time today, the day this week, the date this year, else with the year. */
export function shortDate(text: string | null, now = new Date()): string {
  if (!text) return '';
  const date = new Date(text);
  const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
  if (days === 0) return format(date, { hour: '2-digit', minute: '2-digit' });
  if (days > 0 && days < 7) return format(date, { weekday: 'short' });
  if (date.getFullYear() === now.getFullYear()) return format(date, { day: 'numeric', month: 'short' });
  return format(date, { day: '2-digit', month: '2-digit', year: 'numeric' });
}

/** As a message's header shows it. */
export function longDate(text: string | null): string {
  if (!text) return '';
  return format(new Date(text), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
  });
}

export function dayDate(text: string): string {
  return format(new Date(text), { day: 'numeric', month: 'long', year: 'numeric' });
}

const units = ['B', 'kB', 'MB', 'GB', 'TB'];

/** Decimal units, as the service's limits are given. */
export function size(octets: number): string {
  let value = octets;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit === 0 || value >= 10 ? 0 : 1;
  const number = new Intl.NumberFormat(locale(), { maximumFractionDigits: digits }).format(value);
  return t('text.size', { number, unit: units[unit] ?? '' });
}
