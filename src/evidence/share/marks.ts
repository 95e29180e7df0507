/**
 * Marks of redaction stay, since they hold nothing of what they stand for and their number is checked: but in their one
 * form only, or a venue could write whatever it likes between the brackets.
 */
export const marker =
  /(\[REDACTED:[^[\]\s]{1,200}?:len=\d{1,9}:fp=[0-9a-f]{16}\]|%5BREDACTED:[^[\]\s&]{1,400}?:len=\d{1,9}:fp=[0-9a-f]{16}%5D)/;

/** The same mark with another reason in it: that may be the name under which somebody kept his secret. */
export function withRule(mark: string, change: (rule: string) => string): string {
  const isEncoded = mark.startsWith('%5B');
  const [, open = '', rule = '', rest = ''] = /^(.*?REDACTED:)(.*?)(:len=\d+:fp=.*)$/.exec(mark) ?? [];
  if (!isEncoded) return `${open}${change(rule)}${rest}`;
  return `${open}${encodeURIComponent(change(decoded(rule)))}${rest}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
