// Dates, times and sizes as people write them, in the language chosen and in the time of the zone chosen, wherever the
// computer thinks it is. The names are ours: few browsers have the Welsh ones.
import { preferences } from '../store/preferences.svelte';
import { currentLanguage, t } from './text.svelte';

interface Names {
  days: string[];
  shortDays: string[];
  months: string[];
  shortMonths: string[];
}
const split = (text: string): string[] => text.split(' ');

const names: Record<'en' | 'cy', Names> = {
  en: {
    days: split('Sunday Monday Tuesday Wednesday Thursday Friday Saturday'),
    shortDays: split('Sun Mon Tue Wed Thu Fri Sat'),
    months: split('January February March April May June July August September October November December'),
    shortMonths: split('Jan Feb Mar Apr May June July Aug Sept Oct Nov Dec'),
  },
  cy: {
    days: split('Sul Llun Mawrth Mercher Iau Gwener Sadwrn').map((day) => `Dydd ${day}`),
    shortDays: split('Sul Llun Maw Mer Iau Gwe Sad'),
    months: split('Ionawr Chwefror Mawrth Ebrill Mai Mehefin Gorffennaf Awst Medi Hydref Tachwedd Rhagfyr'),
    shortMonths: split('Ion Chwef Maw Ebr Mai Meh Gorff Awst Medi Hyd Tach Rhag'),
  },
};

interface Moment {
  year: number;
  month: number;
  day: number;
  weekday: number;
  /** Days since 1970. */
  number: number;
  time: string;
}

let zone = '';
let reader: Intl.DateTimeFormat;

function momentOf(date: Date): Moment {
  if (zone !== preferences.now.timeZone) {
    zone = preferences.now.timeZone;
    reader = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    });
  }
  const parts = Object.fromEntries(reader.formatToParts(date).map(({ type, value }) => [type, value]));
  const [year, month, day] = [Number(parts.year), Number(parts.month), Number(parts.day)];
  const number = Date.UTC(year, month - 1, day) / 86_400_000;
  return { year, month, day, number, weekday: (number + 4) % 7, time: `${parts.hour}:${parts.minute}` };
}

const two = (n: number): string => String(n).padStart(2, '0');

/** As a list shows it: the time today, the day this week, the date this year, else with the year. */
export function shortDate(text: string | null, now = new Date()): string {
  if (!text) return '';
  const { shortDays, shortMonths } = names[currentLanguage()];
  const [at, today] = [momentOf(new Date(text)), momentOf(now)];
  const days = today.number - at.number;
  if (days === 0) return at.time;
  if (days > 0 && days < 7) return shortDays[at.weekday] ?? '';
  if (at.year === today.year) return `${at.day} ${shortMonths[at.month - 1]}`;
  return `${two(at.day)}/${two(at.month)}/${at.year}`;
}

/** As a message's header shows it. */
export function longDate(text: string | null): string {
  if (!text) return '';
  const { days, months } = names[currentLanguage()];
  const { weekday, day, month, year, time } = momentOf(new Date(text));
  return t('text.moment', { day: `${days[weekday]}, ${day} ${months[month - 1]} ${year}`, time });
}

export function dayDate(text: string): string {
  const { day, month, year } = momentOf(new Date(text));
  return `${day} ${names[currentLanguage()].months[month - 1]} ${year}`;
}

/** A date by the computer's own clock, in parts: "Saturday, 28 November 2026", "06:53", "Nov", "28". */
export function localParts(date: Date): { day: string; time: string; month: string; date: string } {
  const { days, months, shortMonths } = names[currentLanguage()];
  const [number, month] = [String(date.getDate()), date.getMonth()];
  return {
    day: `${days[date.getDay()]}, ${number} ${months[month]} ${date.getFullYear()}`,
    time: `${two(date.getHours())}:${two(date.getMinutes())}`,
    month: shortMonths[month] ?? '',
    date: number,
  };
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
  const number = new Intl.NumberFormat('en-GB', { maximumFractionDigits: digits }).format(value);
  return t('text.size', { number, unit: units[unit] ?? '' });
}
