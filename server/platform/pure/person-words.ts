import { givenNames } from './given-names.ts'
import { searchKey } from './names.ts'

/** Short and homely forms, and usual names of neighbours and of foreigners; none of them is a usual word. */
const furtherNames: ReadonlySet<string> = new Set(
  (
    'саша маша женя лена оля таня наташа юля катя настя аня ира вика даша ксюша сережа дима коля вова толик виталик ' +
    'славик костя миша паша петя вася ваня леха алеша гоша валера витя юра рома рита люда надя зина соня тоня лиля леля ' +
    'тома степа федя гена боря толя эдик света стас слава галя нюра лида маргоша ксения макс вадик тимоха антоха санек ' +
    'серега димон женька юлька гуля зуля элла эмма инга изольда нелли нонна тамара злата лия леся марьяна марианна влада ' +
    'влад богдан данил игнат тарас ростислав святослав всеволод гордей демьян ефим захар ибрагим игнатий климент кузьма ' +
    'лука макар мирон назар платон прохор родион самуил севастьян трофим филипп харитон эмиль юлиан юлий ян янина арсен ' +
    'ашот арам армен гаянэ гагик нарек сурен тигран карен рубен самвел вартан анжела лилит мариам нодар гиви георгий ' +
    'автандил давид заур тенгиз шота эльчин рауф фарид мамед рашад вугар ильгар намик айдын эльмир эльмира лейла севда ' +
    'айгуль айсылу алсу гульнара гульназ динара зульфия зухра ильнур ильсур айрат айдар азат булат дамир ленар наиль рафаэль ' +
    'рашид ренат рустем рустам салават фарит фаниль фируза хамид шамиль эльза фархад бахтиер нигора дильноза зарина ' +
    'ситора мадина мухаммад магомед ислам арби алан асхат айсен бекзат ержан жанибек нурлан санжар тимерлан ахмед али ' +
    'умар хасан хусейн земфира эвелина ираида капитолина алевтина аделина амина ангелина анфиса аполлинария арина ' +
    'ариадна белла василина виолетта виталина глафира евдокия есения зоряна иванна изабелла илона инесса камилла каролина ' +
    'клара лаура лина линда лора лукерья майя малика марта мелания мила мирослава мира нелля ника пелагея прасковья ' +
    'роза роксана руфина сабина серафима стелла стефания сусанна таисия ульяна фаина эльвира эмилия эстер юнона ярослава ' +
    'янина алекс ашер адам артур альберт альфред бронислав вальтер ганс генрих даниэль жан карл курт луис макс оскар ' +
    'дарина дина равиль карим тагир айнур рамиль ильяс юнус раиль венера гульшат лилит динис айгиз марсель рамазан заира патимат ' +
    'хадижа амир асель алия жасур отабек улугбек шерзод мурат мурад саид камила диляра ляйсан резеда флюра минзаля ' +
    'отто петр роберт рудольф теодор феликс эрик эрнест юрген'
  ).split(' '),
)

const latinNames: ReadonlySet<string> = new Set(
  (
    'john james robert michael william david richard joseph thomas charles daniel matthew anthony mark paul steven andrew ' +
    'kenneth george kevin brian edward peter alex max oscar eric erik hans karl jurgen jürgen klaus stefan jean pierre ' +
    'jacques louis mario marco luca giovanni jose juan carlos pedro mary jennifer linda elizabeth susan jessica sarah ' +
    'karen lisa nancy emily emma olivia sophia sofia julia laura anna maria eva katrin priya mehmet ahmet ayşe ayse ' +
    'wei lin ming jun hiroshi artur arthur bekzat timur nastya katya sasha vika egor'
  ).split(' '),
)

/** Spelling in Latin letters as passports and mails have it; several for the letters that are spelled in several ways. */
const spellings: Record<string, readonly string[]> = {
  а: ['a'],
  б: ['b'],
  в: ['v'],
  г: ['g'],
  д: ['d'],
  е: ['e', 'ye'],
  ж: ['zh', 'j'],
  з: ['z'],
  и: ['i'],
  й: ['y', 'i', 'j'],
  к: ['k', 'c'],
  л: ['l'],
  м: ['m'],
  н: ['n'],
  о: ['o'],
  п: ['p'],
  р: ['r'],
  с: ['s'],
  т: ['t'],
  у: ['u'],
  ф: ['f', 'ph'],
  х: ['kh', 'h'],
  ц: ['ts', 'c'],
  ч: ['ch'],
  ш: ['sh'],
  щ: ['shch'],
  ъ: [''],
  ы: ['y', 'i'],
  ь: ['', "'"],
  э: ['e'],
  ю: ['yu', 'iu', 'u'],
  я: ['ya', 'ia', 'a'],
}

function spell(name: string): string[] {
  let made = ['']
  for (const letter of name) {
    made = made.flatMap(head => (spellings[letter] ?? [letter]).map(tail => head + tail)).slice(0, 48)
  }
  return [...made, ...made.filter(each => each.includes('ks')).map(each => each.replace('ks', 'x'))]
}

const inLatin: ReadonlySet<string> = new Set([
  ...latinNames,
  ...[...givenNames, ...furtherNames].filter(name => name.length > 3).flatMap(spell),
])

/** Endings of the oblique cases by the ending of the name itself. */
function casesOf(name: string): string[] {
  const stem = name.slice(0, -1)
  if (name.endsWith('ия')) return [`${stem}и`, `${stem}ю`, `${stem}ей`]
  if (name.endsWith('я')) return [`${stem}и`, `${stem}е`, `${stem}ю`, `${stem}ей`]
  if (name.endsWith('а')) {
    const ending = /[гкхжчшщ]а$/.test(name) ? 'и' : 'ы'
    return [`${stem}${ending}`, `${stem}е`, `${stem}у`, `${stem}ой`, `${stem}ей`]
  }
  if (name.endsWith('й')) return [`${stem}я`, `${stem}ю`, `${stem}ем`]
  if (name === 'павел') return ['павла', 'павлу', 'павлом']
  if (name === 'лев') return ['льва', 'льву', 'львом']
  if (name === 'петр') return ['петра', 'петру', 'петром']
  if (name === 'любовь') return ['любови', 'любовью']
  if (name.endsWith('ь')) return [`${stem}я`, `${stem}ю`, `${stem}ем`]
  return /[бвгджзклмнпрстфхцчшщ]$/.test(name) ? [`${name}а`, `${name}у`, `${name}ом`] : []
}

const nominative: ReadonlyMap<string, string> = new Map(
  [...givenNames, ...furtherNames].flatMap(name => casesOf(name).map(form => [form, name] as const)),
)

/** Names that are usual words too: alone and in small letters they name nobody. */
const alsoWords = new Set(
  'вера надежда любовь лев роман слава мира роза марта злата майя света ника мила белла'.split(' '),
)

export type GivenName = { name: string; oblique: boolean; alsoWord: boolean }

/** The given name that a word is, in any case of the grammar; null for any other word. */
export function findGivenName(word: string): GivenName | null {
  const key = searchKey(word)
  if (givenNames.has(key) || furtherNames.has(key) || inLatin.has(word.toLowerCase()) || inLatin.has(key)) {
    return { name: word, oblique: false, alsoWord: alsoWords.has(key) }
  }
  const base = nominative.get(key)
  return base === undefined ? null : { name: inCaseOf(word, base), oblique: true, alsoWord: alsoWords.has(base) }
}

/** Puts `key` into the capitals of `word`. */
export function inCaseOf(word: string, key: string): string {
  if (word.length > 1 && word === word.toUpperCase()) return key.toUpperCase()
  return /^\p{Lu}/u.test(word) ? key.replace(/^./u, letter => letter.toUpperCase()) : key
}

const patronymic = /^\p{L}{2,}(?:[оеё]вич|[оеё]вн|ич|инич|[иь]ничн|[иы]чн|ьич)(?:а|у|ем|ом|е|ы|ой)?$/iu
const homely = /^\p{L}{2,}(?:[ыи]ч|[ое]вна|ична|инична)$/iu

/** «Петровна», «Сергеича», «Иванычу». */
export function isPatronymicWord(word: string): boolean {
  return word.length > 4 && (patronymic.test(word) || homely.test(word))
}

/** The patronymic in the nominative. */
export function straightPatronymic(word: string): string {
  if (/[иы]ч(?:а|у|ем|ом|е)$/iu.test(word)) return word.replace(/(?:а|у|ем|ом|е)$/iu, '')
  return word.replace(/(вн|чн)(?:ы|е|у|ой)$/iu, (_, stem: string) => `${stem}${inCaseOf(stem.slice(-1), 'а')}`)
}

const surname =
  /(?:[оеё]в|[иы]н|[оеё]ва|[иы]на|ский|цкий|ская|цкая|ской|ому|ого|енко|[нлртчдб]ко|[юу]к|[ая]к|янц?|ян|швили|дзе|[иы]х|ич|ец|ель|ник|баев|улин|уллин|ова|ева|ой|ер|ман|сон|[оеё]ву|[иы]ну|[оеё]вой|[иы]ной|ь|й)$/iu

/** Whether a word ends as surnames do; nothing more than a sign. */
export function isSurnameLike(word: string): boolean {
  return word.length > 2 && surname.test(word)
}

/** A surname back in the nominative, when the given name beside it stood in another case. */
export function straightSurname(word: string, givenName: string): string {
  const isWoman =
    /[ая]$/i.test(givenName) &&
    !/^(?:илья|никита|данила|лука|кузьма|фома|савва|саша|миша|дима|паша|коля|вова|ваня|петя|вася|костя|рома|юра|леша|сережа|гоша|федя|гена|боря|толя|слава|женя|валера|витя|леха|степа)$/i.test(
      searchKey(givenName),
    )
  if (isWoman) {
    return word.replace(/([оеё]в|[иы]н)(?:ой|у)$/iu, '$1а').replace(/(ск|цк)(?:ой|ую)$/iu, '$1ая')
  }
  return word
    .replace(/([оеё]в|[иы]н)(?:а|у|ым|е)$/iu, '$1')
    .replace(/(ск|цк)(?:ого|ому|им)$/iu, '$1ий')
    .replace(/(ян|ук|юк|ак|як|ич)(?:а|у|ом)$/iu, '$1')
}
