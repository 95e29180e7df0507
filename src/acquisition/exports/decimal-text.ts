import { add } from '../../domain/money.ts';

/** A decimal string as the domain wants it, or why the text is none. */
export type DecimalRead = { readonly amount: string } | { readonly flaw: string };

// No venue writes longer amounts; beyond this exact arithmetic would round.
const longest = 60;
const largestExponent = 40;

/**
 * Reads an amount as people and spreadsheets write it: "1,234.50" and "0E-8", too. Nothing is guessed:
 * "1,234" may be a thousand or one and a bit, so it is refused.
 */
export function readDecimal(written: string): DecimalRead {
  const text = written.trim();
  if (text === '') return { flaw: 'it is empty' };
  if (text.length > longest) return { flaw: `it is longer than ${longest} characters` };
  if (/^[=@]/.test(text)) return { flaw: 'it is a formula, not a number' };
  if (/^[+-]?\d+(\.\d+)?$/.test(text)) return { amount: text.replace('+', '') };
  if (/^[+-]?\.\d+$/.test(text)) return { amount: text.replace('+', '').replace('.', '0.') };
  if (/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)) return ungrouped(text);
  if (/^[+-]?\d+(\.\d+)?[eE][+-]?\d+$/.test(text)) return expanded(text);
  if (/^[+-]?[\d.]*,\d+$/.test(text)) return { flaw: 'it has a decimal comma; a decimal point is expected' };
  return { flaw: 'it is not a decimal number' };
}

/** Two separators, or one with a decimal point after it, can mean one thing only. */
function ungrouped(text: string): DecimalRead {
  const separators = text.split(',').length - 1;
  if (separators === 1 && !text.includes('.')) {
    return { flaw: 'its comma may part thousands or be a decimal comma; firebreak does not guess' };
  }
  return { amount: text.replaceAll(',', '').replace('+', '') };
}

function expanded(text: string): DecimalRead {
  const exponent = Number(text.slice(text.search(/[eE]/) + 1));
  if (Math.abs(exponent) > largestExponent) return { flaw: `its exponent is beyond ${largestExponent}` };
  return { amount: add(text, '0') };
}
