/** Combinations of Latin letters that write one Russian letter, in the schemes people use: passport, GOST, by ear. */
const combinations: readonly (readonly [string, string])[] = [
  ['shch|shh|sch', 'щ'],
  ['sh', 'ш'],
  ['ch', 'ч'],
  ['zh', 'ж'],
  ['kh', 'х'],
  ['ts|tz|cz', 'ц'],
  ['ck', 'к'],
  ['ph', 'ф'],
  ['x', 'кс'],
  // «Kuznecov», «Cvetkov», «Cyrill»: before other letters it is a к.
  ['c(?=[eiyv])|(?<=.)c(?=ova?$)', 'ц'],
  ['(?<=nd)er$', 'р'],
  ['(?<![aeiouy])(?:yo|jo)', 'е'],
]
const combination = new RegExp(combinations.map(([latin]) => `(${latin})`).join('|'), 'g')
const letters = new Map(
  [...'abcdefghijklmnopqrstuvwyz'].map((latin, at) => [latin, [...'абкдефгхииклмнопкрстуввиз'][at] ?? latin]),
)
/** Letters that people mix up or that the schemes write alike; signs have no sound. */
const folds = new Map(Object.entries({ щ: 'ш', ё: 'е', э: 'е', й: 'и', ы: 'и', і: 'и', ъ: '', ь: '' }))

/** Whatever the rules below shorten; each of them takes a letter away. */
const foldable = /(\p{L})\1|и[еяюау]|[бвгджзклмнпрстфхцчш]ио/u

/**
 * How a folded word (`searchKey`) sounds, in Russian letters: «Shchukin», «Sсhukin» and «Щукин», «Yulia», «Iuliia» and
 * «Юлия», «Vasiliev» and «Васильев» are each one. What begins a word begins, but for the last letters, its sound.
 */
export function soundOf(word: string): string {
  const cyrillic = /[a-z]/.test(word)
    ? word
        .replace(combination, (found, ...groups) => {
          const at = groups.slice(0, combinations.length).findIndex(group => group !== undefined)
          return combinations[at]?.[1] ?? found
        })
        .replace(/[a-z]/g, letter => letters.get(letter) ?? letter)
    : word
  let sound = ''
  for (const letter of cyrillic) sound += folds.get(letter) ?? letter
  while (foldable.test(sound)) {
    sound = sound
      .replace(/(\p{L})\1+/gu, '$1')
      .replace(/и(?=[еяю])/g, '')
      .replace(/иа/g, 'я')
      .replace(/иу/g, 'ю')
      .replace(/(?<=[бвгджзклмнпрстфхцчш])ио/g, 'е')
  }
  return sound
}

/** Every sound that a typed word may stand for: «x» writes «кс» in some schemes and «х» in others. */
export function soundsOf(word: string): string[] {
  const sounds = [soundOf(word), ...(word.includes('x') ? [soundOf(word.replaceAll('x', 'h'))] : [])]
  return [...new Set(sounds)].filter(sound => sound !== '')
}
