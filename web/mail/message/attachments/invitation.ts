// What an invitation (RFC 5545, RFC 5546) says to a reader: what, when, where, and who.

export interface Moment {
  /** Of a whole day: the date only. */
  isDay: boolean;
  date: Date;
  /** The zone it was written in, where it is not known here; the time is then shown as it was written. */
  zone: string | null;
}
export interface Person {
  name: string;
  email: string;
  /** RFC 5545 section 3.2.12, in lower case: "accepted", "declined", "tentative", "needs-action" ... */
  status: string;
}
export interface Invitation {
  /** RFC 5546 section 1.4, in lower case: "request", "cancel", "reply", "publish" ... */
  method: string;
  summary: string;
  description: string;
  location: string;
  start: Moment | null;
  end: Moment | null;
  repeats: boolean;
  isCancelled: boolean;
  organizer: Person | null;
  attendees: Person[];
}

interface Line {
  name: string;
  parameters: Map<string, string>;
  value: string;
}

// Section 3.1: long lines are folded; parameters may be in quotes.
function lines(text: string): Line[] {
  return text
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .flatMap((line) => {
      const head = /^([\w-]+)((?:;[\w-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)$/s.exec(line);
      if (!head) return [];
      const parameters = new Map<string, string>();
      for (const [, name, value] of head[2]!.matchAll(/;([\w-]+)=((?:"[^"]*"|[^";])*)/g))
        parameters.set(name!.toUpperCase(), value!.replace(/"/g, ''));
      return [{ name: head[1]!.toUpperCase(), parameters, value: head[3]! }];
    });
}

// Section 3.3.11.
const unescaped = (text: string) => text.replace(/\\([\\;,nN])/g, (_, c: string) => (c === 'n' || c === 'N' ? '\n' : c));

// Outlook writes the names of Windows in place of those of the tz database; these are the ones met here.
const windowsZones: Record<string, string> = {
  'GMT Standard Time': 'Europe/London',
  'Greenwich Standard Time': 'Atlantic/Reykjavik',
  'W. Europe Standard Time': 'Europe/Berlin',
  'Romance Standard Time': 'Europe/Paris',
  'Central Europe Standard Time': 'Europe/Budapest',
  'Eastern Standard Time': 'America/New_York',
  UTC: 'UTC',
};

// How far the zone is from UTC at that moment, in milliseconds.
function offset(zone: string, at: number): number | null {
  try {
    const parts = new Intl.DateTimeFormat('en-GB', {
      ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' },
      ...{ hour: 'numeric', minute: 'numeric', second: 'numeric' },
    } as Intl.DateTimeFormatOptions).formatToParts(at);
    const part = (type: string) => Number(parts.find((one) => one.type === type)?.value);
    const there = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
    return there - Math.floor(at / 1000) * 1000;
  } catch {
    return null;
  }
}

function moment(line: Line | undefined): Moment | null {
  const found = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?$/.exec(line?.value.trim() ?? '');
  if (!line || !found) return null;
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map((text) => Number(text ?? 0)) as number[];
  if (found[4] === undefined) return { isDay: true, date: new Date(year!, month! - 1, day!), zone: null };
  const asUtc = Date.UTC(year!, month! - 1, day!, hour!, minute!, second!);
  if (found[7]) return { isDay: false, date: new Date(asUtc), zone: null };
  const floating = new Date(year!, month! - 1, day!, hour!, minute!, second!);
  const named = line.parameters.get('TZID');
  if (!named) return { isDay: false, date: floating, zone: null };
  const zone = windowsZones[named] ?? named;
  const first = offset(zone, asUtc);
  if (first === null) return { isDay: false, date: floating, zone: named };
  // Once more, for the hours in which the zone changes.
  return { isDay: false, date: new Date(asUtc - (offset(zone, asUtc - first) ?? first)), zone: null };
}

// Section 3.3.6, as far as invitations have it.
function later(start: Moment, duration: string): Moment | null {
  const found = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  if (!found) return null;
  const [weeks, days, hours, minutes, seconds] = found.slice(1).map((text) => Number(text ?? 0)) as number[];
  const length = (((weeks! * 7 + days!) * 24 + hours!) * 60 + minutes!) * 60 + seconds!;
  return { ...start, date: new Date(start.date.getTime() + length * 1000) };
}

function person(line: Line): Person {
  const email = line.value.replace(/^mailto:/i, '');
  return { name: line.parameters.get('CN') || email, email, status: (line.parameters.get('PARTSTAT') ?? '').toLowerCase() };
}

/** The first event of a calendar; nothing where there is none. */
export function invitation(text: string): Invitation | null {
  const all = lines(text);
  const begin = all.findIndex((line) => line.name === 'BEGIN' && line.value.toUpperCase() === 'VEVENT');
  if (begin < 0) return null;
  const event: Line[] = [];
  let depth = 0; // alarms within it are not the event
  for (const line of all.slice(begin + 1)) {
    if (line.name === 'END' && depth === 0) break;
    if (line.name === 'BEGIN') depth++;
    else if (line.name === 'END') depth--;
    else if (depth === 0) event.push(line);
  }
  const line = (name: string) => event.find((one) => one.name === name);
  const words = (name: string) => unescaped(line(name)?.value ?? '').trim();
  const start = moment(line('DTSTART'));
  const method = (all.find((one) => one.name === 'METHOD')?.value ?? 'publish').toLowerCase();
  const organizer = line('ORGANIZER');
  let end = moment(line('DTEND')) ?? (start && later(start, words('DURATION')));
  // Section 3.6.1: the end of a day is the next, which is not part of it.
  if (end?.isDay && start && end.date > start.date) end = { ...end, date: new Date(end.date.getTime() - 86_400_000) };
  return {
    method,
    summary: words('SUMMARY'),
    description: words('DESCRIPTION'),
    location: words('LOCATION'),
    start,
    end,
    repeats: line('RRULE') !== undefined,
    isCancelled: method === 'cancel' || words('STATUS').toUpperCase() === 'CANCELLED',
    organizer: organizer ? person(organizer) : null,
    attendees: event.filter((one) => one.name === 'ATTENDEE').map(person),
  };
}
