// Every word a page shows comes from here: t('mail.reply'), in the language chosen, with its plural form.
//
// A subject keeps its messages beside itself, in en.ts and cy.ts. Those of the first load are merged in text/en.ts and
// text/cy.ts; a part of the page that is loaded later brings its own with `bring`.
export type Language = 'en' | 'cy';
/** Of English, one and other; of Welsh, zero, one, two, few, many and other where they differ (CLDR). */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };
export type Catalogue = Record<string, string | Plural>;
export type Values = Record<string, string | number>;
type Source = Record<Language, () => Promise<{ default: Catalogue }>>;

const sources: Source[] = [{ en: () => import('./en'), cy: () => import('./cy') }];
let messages: Catalogue = $state.raw({});
let language: Language = $state('en');

/** Loads the messages of the language; what is shown changes at once when they are there. */
export async function speak(wanted: Language): Promise<void> {
  const parts = await Promise.all(sources.map((source) => source[wanted]()));
  messages = Object.assign({}, ...parts.map((part) => part.default)) as Catalogue;
  language = wanted;
  document.documentElement.lang = wanted;
}

/** Adds the messages of a part of the page that is loaded later; wait for it before showing the part. */
export async function bring(source: Source): Promise<void> {
  if (sources.includes(source)) return;
  sources.push(source);
  const part = await source[language]();
  messages = { ...messages, ...part.default };
}

export const currentLanguage = (): Language => language;

/** The message, with {name} replaced by the value of that name; a plural form is chosen by the value `n`. */
export function t(key: string, values: Values = {}): string {
  return write(messages[key], language, values) ?? key;
}

// Few browsers know Welsh: its rules and names are ours (text/dates.ts has the names). CLDR, "Plural Rules", cy.
function pluralOf(spoken: Language, n: number): Intl.LDMLPluralRule {
  if (spoken === 'en') return n === 1 ? 'one' : 'other';
  const rules: Record<number, Intl.LDMLPluralRule> = { 0: 'zero', 1: 'one', 2: 'two', 3: 'few', 6: 'many' };
  return rules[n] ?? 'other';
}

// Numbers are written the same in both languages.
const numbers = new Intl.NumberFormat('en-GB');

export function write(message: string | Plural | undefined, spoken: Language, values: Values): string | undefined {
  if (message === undefined) return undefined;
  const form =
    typeof message === 'string' ? message : (message[pluralOf(spoken, Number(values.n ?? 0))] ?? message.other);
  return form.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name];
    if (value === undefined) return whole;
    return typeof value === 'number' ? numbers.format(value) : value;
  });
}
