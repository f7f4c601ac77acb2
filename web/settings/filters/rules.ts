// Filters as a form has them, and as the Sieve script (RFC 5228) that they are kept as. The first line of a script made
// here is a comment that holds the form; where the rest is not what that form makes, a person has changed it, and it
// is a text from then on.
import type { Id } from '../../jmap/standard';

export type Field = 'from' | 'to' | 'anyone' | 'subject' | 'text' | 'list' | 'size' | 'marking' | 'attachment';
export type Comparison = 'contains' | 'is' | 'not' | 'over' | 'under';

export interface Test {
  field: Field;
  comparison: Comparison;
  value: string;
}
export type Deed = 'move' | 'copy' | 'seen' | 'flag' | 'forward' | 'reject' | 'discard';
export interface Action {
  deed: Deed;
  /** The folder's id, the address, the words. */
  value: string;
}
export interface Rule {
  name: string;
  isOn: boolean;
  /** Every test must hold, or one of them. */
  needs: 'all' | 'any';
  tests: Test[];
  actions: Action[];
  /** No later rule is looked at where this one held. */
  stops: boolean;
}

export const comparisons: Record<Field, Comparison[]> = {
  from: ['contains', 'is', 'not'],
  to: ['contains', 'is', 'not'],
  anyone: ['contains', 'is', 'not'],
  subject: ['contains', 'is', 'not'],
  text: ['contains', 'not'],
  list: ['contains'],
  size: ['over', 'under'],
  marking: ['is', 'not'],
  attachment: ['is', 'not'],
};
export const needsValue = (test: Test): boolean => test.field !== 'attachment';
export const actionNeedsValue = (action: Action): boolean => ['move', 'copy', 'forward', 'reject'].includes(action.deed);

/** Nothing is missing in it. */
export const isWhole = (rule: Rule): boolean =>
  rule.tests.length > 0 &&
  rule.actions.length > 0 &&
  rule.tests.every((test) => !needsValue(test) || test.value.trim() !== '') &&
  rule.actions.every((action) => !actionNeedsValue(action) || action.value.trim() !== '');

const quoted = (text: string): string => `"${text.replace(/\r\n?/g, '\n').replace(/[\\"]/g, '\\$&')}"`;

// In "1M" the server reads 1,048,576 octets (RFC 5228 section 2.4.1); people mean as much.
const sizeOf = (value: string): string => `${Math.max(1, Math.round(Number(value.replace(',', '.')) * 1024) || 1)}K`;

function testOf({ field, comparison, value }: Test): string {
  const how = comparison === 'is' ? ':is' : ':contains';
  const no = comparison === 'not' ? 'not ' : '';
  const text = quoted(value.trim());
  switch (field) {
    case 'from':
      return `${no}${personTest(how, '["from", "sender"]', text)}`;
    case 'to':
      return `${no}${personTest(how, '["to", "cc", "bcc"]', text)}`;
    case 'anyone':
      return `${no}${personTest(how, '["from", "sender", "to", "cc", "bcc"]', text)}`;
    case 'subject':
      return `${no}header ${how} "subject" ${text}`;
    case 'text':
      return `${no}anyof (header :contains "subject" ${text}, body :text :contains ${text})`;
    case 'list':
      return `header :contains ["list-id", "list-post"] ${text}`;
    case 'size':
      return `size :${comparison === 'under' ? 'under' : 'over'} ${sizeOf(value)}`;
    case 'marking':
      return `${no}header :is "x-protective-marking" ${text}`;
    case 'attachment':
      return `${no}header :contains "content-type" "multipart/mixed"`;
  }
}

// The name or the address: "contains" looks at the whole field as it is read, "is" at the address alone.
const personTest = (how: string, fields: string, text: string): string =>
  how === ':is' ? `address :is ${fields} ${text}` : `header :contains ${fields} ${text}`;

export type NameOf = (mailboxId: Id) => string | undefined;

function actionsOf(rule: Rule, nameOf: NameOf): string[] {
  // Marks come first: they are those of what is filed afterwards (RFC 5232 section 5).
  const marks = rule.actions.flatMap(({ deed }) =>
    deed === 'seen' ? ['addflag "\\\\Seen";'] : deed === 'flag' ? ['addflag "\\\\Flagged";'] : [],
  );
  const rest = rule.actions.flatMap(({ deed, value }): string[] => {
    switch (deed) {
      case 'move':
      case 'copy': {
        const name = nameOf(value);
        if (name === undefined) return [];
        return [`fileinto ${deed === 'copy' ? ':copy ' : ''}:mailboxid ${quoted(value)} ${quoted(name)};`];
      }
      case 'forward':
        return [`redirect :copy ${quoted(value.trim())};`];
      case 'reject':
        return [`reject ${quoted(value.trim())};`];
      case 'discard':
        return ['discard;'];
      default:
        return [];
    }
  });
  return [...marks, ...rest, ...(rule.stops ? ['stop;'] : [])];
}

function block(rule: Rule, nameOf: NameOf): string {
  const tests = rule.tests.map(testOf);
  const [only = 'true'] = tests;
  const test = tests.length === 1 ? only : `${rule.needs === 'all' ? 'allof' : 'anyof'} (\n    ${tests.join(',\n    ')}\n)`;
  const name = rule.name.replace(/[\r\n]+/g, ' ').trim();
  const lines = actionsOf(rule, nameOf).map((line) => `    ${line}`);
  return `${name ? `# ${name}\n` : ''}if ${test} {\n${lines.join('\n')}\n}\n`;
}

const extensions: [RegExp, string][] = [
  [/^\s*fileinto/m, 'fileinto'],
  [/:mailboxid/, 'mailboxid'],
  [/(fileinto|redirect) :copy/, 'copy'],
  [/^\s*addflag/m, 'imap4flags'],
  [/^\s*reject/m, 'reject'],
  [/body :text/, 'body'],
];

const mark = '# bailey-rules: ';

function encoded(rules: Rule[]): string {
  const bytes = new TextEncoder().encode(JSON.stringify(rules));
  return btoa([...bytes].map((byte) => String.fromCharCode(byte)).join(''));
}
function decoded(text: string): Rule[] | null {
  try {
    const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
    const rules: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return Array.isArray(rules) ? (rules as Rule[]) : null;
  } catch {
    return null;
  }
}

/** The script of the rules; those that are off, or not whole, are in its first line alone. */
export function scriptOf(rules: Rule[], nameOf: NameOf): string {
  const body = rules.filter((rule) => rule.isOn && isWhole(rule)).map((rule) => block(rule, nameOf)).join('\n');
  const used = extensions.filter(([pattern]) => pattern.test(withoutStrings(body))).map(([, name]) => `"${name}"`);
  const require = used.length ? `require [${used.join(', ')}];\n\n` : '';
  return `${mark}${encoded(rules)}\n${require}${body}`;
}

// What somebody wrote within a rule must not look like a command.
const withoutStrings = (text: string): string => text.replace(/"(?:[^"\\]|\\.)*"/gs, '""').replace(/^#.*$/gm, '');

/** The rules of a script that was made here and not changed since; null for any other. */
export function rulesOf(script: string): Rule[] | null {
  const text = script.replace(/\r\n/g, '\n');
  const first = text.slice(0, text.indexOf('\n'));
  if (!first.startsWith(mark)) return null;
  const rules = decoded(first.slice(mark.length).trim());
  if (!rules) return null;
  // A folder may have another name by now: names are as the script has them.
  const names = new Map([...text.matchAll(/:mailboxid "([^"]+)" ("(?:[^"\\]|\\.)*")/g)].map(([, id, name]) => [id, JSON.parse(name ?? '""') as string]));
  const made = scriptOf(rules, (id) => names.get(id));
  return made.trim() === text.trim() ? rules : null;
}

export const emptyRule = (): Rule => ({
  name: '',
  isOn: true,
  needs: 'all',
  tests: [{ field: 'from', comparison: 'contains', value: '' }],
  actions: [{ deed: 'move', value: '' }],
  stops: true,
});
