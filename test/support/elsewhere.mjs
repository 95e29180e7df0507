// Preloaded into a process that rebuilds a report: everything that is another on the next machine or day is
// turned about, and what a report may never ask for fails.
import crypto from 'node:crypto';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import os from 'node:os';
import { performance } from 'node:perf_hooks';

/** It is another day, and at each look a later one. luxon looks, and may: nothing that is told comes of it. */
let day = Date.UTC(2031, 1, 28, 23, 59, 59, 999);
const later = () => (day += 86_399_999);

const refuse = (what) => () => {
  throw new Error(`the report asked for ${what}`);
};

const RealDate = Date;
globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(later());
    else super(...given);
  }
  static now() {
    return later();
  }
};
for (const name of Object.getOwnPropertyNames(RealDate.prototype)) {
  if (
    /^(toLocale|to(Date|Time)String$|toString$|getTimezoneOffset$|get(Date|Day|FullYear|Hours|Minutes|Month)$)/.test(
      name,
    )
  ) {
    RealDate.prototype[name] = refuse(`Date.${name}`);
  }
}
Math.random = refuse('chance');
performance.now = refuse('the time');
for (const name of ['randomBytes', 'randomUUID', 'randomInt']) crypto[name] = refuse('chance');
for (const name of ['hostname', 'userInfo', 'homedir', 'release', 'version', 'cpus'])
  os[name] = refuse(`os.${name}`);
for (const owner of [String, Number, BigInt, Array]) {
  for (const name of Object.getOwnPropertyNames(owner.prototype)) {
    if (/locale/i.test(name)) owner.prototype[name] = refuse(`${owner.name}.${name}`);
  }
}
// luxon asks which locale it is in, and may: nothing that is told or printed goes through it.
const { DateTimeFormat } = Intl;
Intl.DateTimeFormat = class extends DateTimeFormat {
  constructor(locale = 'ar-EG-u-nu-arab-ca-islamic', options = {}) {
    super(locale, { timeZone: 'Pacific/Apia', ...options });
  }
};
for (const name of ['Collator', 'NumberFormat', 'PluralRules', 'ListFormat', 'Segmenter']) {
  Intl[name] = refuse(`Intl.${name}`);
}

// Another file system lists files in another order, and gives them other times and numbers.
const { readdir } = fs.promises;
fs.promises.readdir = async (...given) => (await readdir(...given)).reverse();
const { readdirSync } = fs;
fs.readdirSync = (...given) => readdirSync(...given).reverse();
syncBuiltinESMExports();
