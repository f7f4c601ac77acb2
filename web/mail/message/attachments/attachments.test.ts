import { describe, expect, it } from 'vitest';

import type { Part } from '../letter';
import { kindOf, nameOf, warningsOf } from './attachment';
import { invitation } from './invitation';
import { content } from './sniff';

const part = (name: string | null, type = 'application/octet-stream'): Part => ({
  ...{ partId: null, blobId: 'b', size: 1, charset: null, disposition: 'attachment', cid: null },
  ...{ name, type },
});
const octets = (...values: (number | string)[]) =>
  new Uint8Array(values.flatMap((v) => (typeof v === 'number' ? [v] : [...v].map((c) => c.charCodeAt(0)))));

describe('an attachment', () => {
  it('is what its name says, and its type where the name says nothing', () => {
    expect(kindOf(part('Listing.PDF', 'application/octet-stream'))).toBe('pdf');
    expect(kindOf(part('order', 'application/pdf'))).toBe('pdf');
    expect(kindOf(part('winmail.dat'))).toBe('winmail');
    expect(kindOf(part(null, 'message/rfc822'))).toBe('letter');
    expect(kindOf(part('x.html', 'image/png'))).toBe('program');
    expect(kindOf(part('x.constructor', 'x/y'))).toBe('other');
  });
  it('has a name without folders and tricks', () => {
    expect(nameOf(part('../../etc/passwd'), 'Unnamed')).toBe('_.._etc_passwd');
    expect(nameOf(part('a\u202efdp.exe'), 'Unnamed')).toBe('afdp.exe');
    expect(nameOf(part('  .htaccess. '), 'Unnamed')).not.toMatch(/^\.|\.$/);
    expect(nameOf(part('a\r\nb\0.txt'), 'Unnamed')).toBe('ab.txt');
    expect(nameOf(part(null, 'image/jpeg'), 'Unnamed')).toBe('Unnamed.jpg');
    expect(nameOf(part('', 'message/rfc822'), 'Dienw')).toBe('Dienw.eml');
    expect(nameOf(part('Gorchymyn Tŷ’r Llys.pdf'), 'Unnamed')).toBe('Gorchymyn Tŷ’r Llys.pdf');
  });
  it('warns of what would run, and of disguises', () => {
    expect(warningsOf(part('setup.exe'), undefined)).toEqual(['program']);
    expect(warningsOf(part('order.pdf.exe'), undefined)).toEqual(['disguised']);
    expect(warningsOf(part('order.pdf      .html'), undefined)).toEqual(['disguised']);
    expect(warningsOf(part('order\u202efdp.exe'), undefined)).toEqual(['program', 'hidden']);
    expect(warningsOf(part('v1.2.pdf'), 'pdf')).toEqual([]);
    expect(warningsOf(part('Smith v. Jones.docx'), 'zip')).toEqual([]);
  });
  it('warns where name and content disagree', () => {
    expect(warningsOf(part('order.pdf'), content(octets('MZ\x90')))).toEqual(['mismatch']);
    expect(warningsOf(part('order.pdf'), content(octets('<!DOCTYPE html>')))).toEqual(['mismatch']);
    expect(warningsOf(part('photo.jpg'), content(octets(0xff, 0xd8, 0xff, 0xe0)))).toEqual([]);
    expect(warningsOf(part('photo.jpg'), content(octets('%PDF-1.7')))).toEqual(['mismatch']);
    expect(warningsOf(part('notes.txt'), content(octets('Notes')))).toEqual([]);
    expect(warningsOf(part('old.doc'), content(octets(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)))).toEqual([]);
    expect(warningsOf(part('letter.pdf'), null)).toEqual([]);
  });
});

describe('an invitation (RFC 5545)', () => {
  const event = (...more: string[]) =>
    ['BEGIN:VCALENDAR', 'METHOD:REQUEST', 'BEGIN:VEVENT', ...more, 'END:VEVENT', 'END:VCALENDAR'].join('\r\n');
  it('says what, where and who, over folded lines', () => {
    const found = invitation(
      event(
        'SUMMARY:Case management\\, R v Pri',
        ' tchard',
        'LOCATION:Court 2\\nCardiff',
        'ORGANIZER;CN="Bevan, Rhian":mailto:r.bevan@court.example',
        'ATTENDEE;PARTSTAT=ACCEPTED;CN=D Okafor:MAILTO:d@kestrel.example',
        'ATTENDEE:mailto:x@y.example',
        'BEGIN:VALARM',
        'DESCRIPTION:not this',
        'END:VALARM',
      ),
    )!;
    expect(found).toMatchObject({ method: 'request', summary: 'Case management, R v Pritchard', location: 'Court 2\nCardiff', description: '' });
    expect(found.organizer).toEqual({ name: 'Bevan, Rhian', email: 'r.bevan@court.example', status: '' });
    expect(found.attendees.map((one) => [one.name, one.status])).toEqual([
      ['D Okafor', 'accepted'],
      ['x@y.example', ''],
    ]);
  });
  it('says when, in whatever zone it was written', () => {
    const at = (start: string) => invitation(event(start))!.start!.date.toISOString();
    expect(at('DTSTART:20260714T093000Z')).toBe('2026-07-14T09:30:00.000Z');
    expect(at('DTSTART;TZID=Europe/London:20260714T103000')).toBe('2026-07-14T09:30:00.000Z');
    expect(at('DTSTART;TZID="GMT Standard Time":20260114T103000')).toBe('2026-01-14T10:30:00.000Z');
    expect(at('DTSTART;TZID=America/New_York:20260714T103000')).toBe('2026-07-14T14:30:00.000Z');
    expect(invitation(event('DTSTART;TZID=Somewhere:20260714T103000'))!.start!.zone).toBe('Somewhere');
  });
  it('knows whole days, durations and what was called off', () => {
    const days = invitation(event('DTSTART;VALUE=DATE:20260714', 'DTEND;VALUE=DATE:20260716'))!;
    expect([days.start!.isDay, days.end!.date.getDate()]).toEqual([true, 15]);
    const hours = invitation(event('DTSTART:20260714T093000Z', 'DURATION:PT1H30M'))!;
    expect(hours.end!.date.toISOString()).toBe('2026-07-14T11:00:00.000Z');
    expect(invitation(event('STATUS:CANCELLED'))!.isCancelled).toBe(true);
    expect(invitation('BEGIN:VCALENDAR\nEND:VCALENDAR')).toBeNull();
    expect(invitation('nothing of the kind')).toBeNull();
  });
});
