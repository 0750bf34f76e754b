const REPEATED = 'о'

/** Values that nobody in his senses puts where something else is asked for: by kind, so that each is met everywhere. */
export const values: Readonly<Record<string, readonly unknown[]>> = {
  'null byte': ['\u0000', 'имя\u0000хвост', '%00'],
  'half a surrogate': ['\ud800', 'имя \udfff', '\udc00\ud800'],
  'writing backwards': ['\u202eгпж.exe', '\u2066\u2069\u200f', '\u202a'.repeat(50)],
  'combining flood': ['e\u0301'.repeat(400), `и${'\u0306'.repeat(1_000)}`, 'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘'],
  'letters with other cases': ['İıſK', 'ßﬃǅ', '１２３４', '٣٤٥', '①②'],
  invisible: ['\u200b', '\ufeff', '\u00a0', '\u2028', '\t\n\r', '\u0007\u001b[31m'],
  'long text': [REPEATED.repeat(5_000), REPEATED.repeat(30_000), 'x'.repeat(300_000)],
  emptiness: ['', ' ', null, [], {}],
  'huge number': [1e308, -1e308, 2 ** 53 + 2, -(2 ** 53) - 2, 2 ** 31, -(2 ** 31) - 1, 2 ** 63, 1e-320],
  'odd number': [-0, 0.1 + 0.2, -1, 1.5, 0, '1e400', 'NaN', '-0', '0x10', '1_000', '１'],
  'edge of time': [
    '0000-01-01',
    '0001-01-01',
    '9999-12-31',
    '9999-12-31T23:59:59Z',
    '0000-01-01T00:00:00Z',
    '2026-02-29',
    '2026-13-45',
    '2026-05-12T10:00:00+14:00',
    '9999-12-31T23:59:59-14:00',
    '2026-03-29T02:30:00',
    'infinity',
    '-infinity',
    'now()',
    'epoch',
    '9999-12',
    '0000-00',
  ],
  'name of a prototype': ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'],
  'piece of SQL': [
    "'; drop table client --",
    "' or '1'='1",
    '1) union select null,version()--',
    '(select pg_sleep(9))',
    '%',
    '_',
    '\\',
    '$1',
    '${1}',
    "\\'; select 1 --",
    'name desc; --',
    "a' || pg_sleep(9) || '",
  ],
  'piece of search': ['((((', '&|!:*', "a:* & 'b", '<-> <3>', '*'.repeat(200), '"', "'", ':*', '.*.*.*.*.*=.*.*!'],
  template: ['{{7*7}}', '${7*7}', '<%= 7*7 %>', '#{7*7}', '{0}', '%s%s%n'],
  formula: ['=1+1', "=cmd|'/C calc'!A1", '+1', '-1', '@SUM(A1)', '\t=1', '＝1'],
  'line break': ['a\r\nset-cookie: x=1', 'a\nb', '%0d%0aX: 1', '\r'],
  path: ['../../etc/passwd', '..\\..\\windows\\win.ini', '/etc/passwd', 'file:///etc/passwd', '%2e%2e%2f', '.'],
  command: ['; id', '$(id)', '`id`', '| cat /etc/passwd', '&& id'],
  directory: ['*)(uid=*))(|(uid=*', 'cn=admin,dc=x', "' or count(//*)=1 or '"],
  markup: [
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>',
    'javascript:alert(1)',
    '<svg/onload=alert(1)>',
  ],
  'another type': [true, false, 12, 'текст', { x: [1] }, [[]], ['x'], { length: 5 }, { $gt: '' }, { toString: 1 }],
  'list in place of one': [['a', 'b'], [null], [{}], Array.from({ length: 2_000 }, () => 1)],
  deep: [deep(19), deep(40), nestedList(60)],
  'strange id': [
    'x',
    '00000000-0000-0000-0000-000000000000',
    'ffffffff-ffff-ffff-ffff-ffffffffffff',
    ' 01900000-0000-7000-8000-a00000000001 ',
    '{01900000-0000-7000-8000-a00000000001}',
    '01900000000070008000a00000000001',
    'urn:uuid:01900000-0000-7000-8000-a00000000001',
    '1',
    '-1',
  ],
}

function deep(levels: number): unknown {
  return levels === 0 ? 'дно' : { a: deep(levels - 1) }
}

function nestedList(levels: number): unknown {
  return levels === 0 ? 1 : [nestedList(levels - 1)]
}

/** Whole bodies of JSON that are no good whatever was asked for, as they go over the wire. */
export const brokenBodies: Readonly<Record<string, Buffer>> = {
  unfinished: Buffer.from('{"id":'),
  'not JSON': Buffer.from('id=1&name=x'),
  'a list': Buffer.from('[]'),
  'a text': Buffer.from('"x"'),
  'a number': Buffer.from('1e400'),
  null: Buffer.from('null'),
  nothing: Buffer.alloc(0),
  'no UTF-8': Buffer.from([0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0xc0, 0x22, 0x7d]),
  'a prototype': Buffer.from('{"__proto__":{"role":"administrator"},"constructor":{"prototype":{"role":"x"}}}'),
  'many levels': Buffer.from(`{"id":${'['.repeat(100_000)}${']'.repeat(100_000)}}`),
  huge: Buffer.from(`{"name":"${'я'.repeat(800_000)}"}`),
  'a mark of order': Buffer.from('\ufeff{"id":"x"}'),
  'a packed one': Buffer.from('1f8b0800000000000003ab562ac94fcc4b57b2520a2a4d2d01004a2a2a2a', 'hex'),
}

/** Types that a body of JSON may not claim to be. */
export const wrongTypes: readonly string[] = [
  'text/plain',
  'text/html',
  'application/xml',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  'application',
  '; charset=utf-8',
  'application/json\u00a0',
  'application/octet-stream',
  '*/*',
]

/** Headers that the product reads, with what it does not expect of them. */
export const headers: readonly (readonly [name: string, value: string])[] = [
  ['idempotency-key', 'k'.repeat(201)],
  ['idempotency-key', ' '],
  ['idempotency-key', "'; drop table operation --"],
  ['idempotency-key', 'ключ'],
  ['accept-language', 'x'.repeat(4_000)],
  ['accept-language', 'ru;q=nan, en;q=1e400, *;q=-1'],
  ['accept', 'application/xml'],
  ['accept-encoding', 'zstd, br;q=nan, *;q=0'],
  ['accept-encoding', 'identity;q=0'],
  ['content-encoding', 'gzip'],
  ['last-event-id', '99999999999999999999999999'],
  ['last-event-id', "1'--"],
  ['if-none-match', '*'],
  ['range', 'bytes=0-0,-1,5-1'],
  ['x-forwarded-for', "127.0.0.1, ' or 1=1"],
  ['x-forwarded-host', 'evil.example'],
  ['x-forwarded-proto', 'javascript'],
  ['x-http-method-override', 'DELETE'],
  ['user-agent', `\t${'A'.repeat(6_000)}`],
  ['user-agent', '() { :;}; echo'],
  ['referer', 'javascript:alert(1)'],
  ['expect', '100-continue'],
  ['origin', 'null'],
  ['sec-fetch-site', 'cross-site'],
  ['sec-fetch-site', '\u00ff'],
  ['cookie', 'sid='],
  ['cookie', `sid=${'A'.repeat(3_000)}; sid=x; __proto__=1; ="`],
  ['authorization', 'Bearer'],
  ['authorization', `Bearer ${'A'.repeat(300)}`],
  ['authorization', "Bearer ' or 1=1 --"],
  ['authorization', 'Basic YWRtaW46YWRtaW4='],
  ['authorization', 'Negotiate'],
  ['host', 'evil.example'],
  ['host', '127.0.0.1:99999'],
]

/** Files that are none, for whatever takes one. */
export const files: Readonly<Record<string, Buffer>> = {
  empty: Buffer.alloc(0),
  noise: Buffer.from(Array.from({ length: 4_096 }, (_, at) => (at * 7_919) % 251)),
  'null bytes': Buffer.alloc(10_000),
  'half a book': Buffer.from('504b03041400000008000000210000000000ffffffffffffff7f0d0000005b436f6e74656e745f', 'hex'),
  'an old book': Buffer.from('d0cf11e0a1b11ae1000000000000000000000000000000003e000300feff0900', 'hex'),
  'one endless line': Buffer.from('a;'.repeat(200_000)),
  'an open quote': Buffer.from(`name;phone\n"${'x\n'.repeat(20_000)}`),
  'wide and null': Buffer.from('name\u0000;phone\r\n=1+1;@x\r\n\ufeff;\ud800\r\n'),
  entities: Buffer.from('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b"><!ENTITY c "&a;&a;&a;">]><x>&c;</x>'),
  'a good one': Buffer.from('Название;Телефон\nООО «Проверка»;+7 913 000-00-01\n'),
}
