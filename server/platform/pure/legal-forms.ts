/** Legal forms in folded words (`nameWords`): full spellings before what they contain. */
const spellings = [
  'общество с ограниченной ответственностью',
  'общество с дополнительной ответственностью',
  'непубличное акционерное общество',
  'публичное акционерное общество',
  'закрытое акционерное общество',
  'открытое акционерное общество',
  'акционерное общество',
  'индивидуальный предприниматель',
  'автономная некоммерческая организация',
  'некоммерческая организация',
  'федеральное государственное унитарное предприятие',
  'государственное унитарное предприятие',
  'муниципальное унитарное предприятие',
  'федеральное государственное бюджетное учреждение',
  'государственное бюджетное учреждение',
  'муниципальное бюджетное учреждение',
  'глава крестьянского фермерского хозяйства',
  'крестьянское фермерское хозяйство',
  'товарищество собственников жилья',
  'товарищество собственников недвижимости',
  'потребительский кооператив',
  'производственный кооператив',
].map(spelling => spelling.split(' '))

const abbreviations = new Set(
  'ооо одо ао пао зао оао нао ип пбоюл чп ано нко фгуп гуп муп фгбу гбу мбу кфх тсж тсн llc ltd inc gmbh jsc'.split(
    ' ',
  ),
)
/** Typed on the Latin keyboard: «OOO», «AO». */
const latinAbbreviations = new Map([
  ['ooo', 'ооо'],
  ['ao', 'ао'],
  ['oao', 'оао'],
  ['hao', 'нао'],
])

export function isLegalFormAbbreviation(word: string): boolean {
  return abbreviations.has(word) || latinAbbreviations.has(word)
}

/** The words without legal forms at either end; a form inside («Завод ЗАО Опыт») is part of the name. */
export function stripLegalForms(words: readonly string[]): string[] {
  let rest = [...words]
  for (let length = -1; length !== rest.length; ) {
    length = rest.length
    rest = stripOnce(rest)
  }
  return rest
}

function stripOnce(words: string[]): string[] {
  const first = words[0]
  if (first === undefined) return words
  if (isLegalFormAbbreviation(first)) return words.slice(1)
  if (isLegalFormAbbreviation(words.at(-1) ?? '')) return words.slice(0, -1)
  for (const spelling of spellings) {
    if (spelling.every((word, index) => words[index] === word)) return words.slice(spelling.length)
    const offset = words.length - spelling.length
    if (offset > 0 && spelling.every((word, index) => words[offset + index] === word)) return words.slice(0, offset)
  }
  return words
}
