import { makeInn10, makeInn12, makeOgrn, makeOgrnip } from '../../../platform/pure/requisites.ts'
import { type Dice, Weighted } from './dice.ts'
import { aPerson, transliterate } from './people.ts'
import type { Taken } from './taken.ts'
import { type TaxOffice, taxOffices, type Town } from './towns.ts'

export interface CompanyName {
  /** Legal form in short and in full. */
  form: string
  fullForm: string
  /** Without the form: «Урал Металл». */
  name: string
}

const words = (
  'Альфа Вектор Прогресс Гарант Мир Восток Запад Сфера Импульс Спектр Атлант Эталон Фаворит Престиж Орион Меркурий Сириус ' +
  'Авангард Рубин Сапфир Кристалл Горизонт Союз Партнер Лидер Мастер Профи Оптима Квант Радуга Ромашка Василек Березка ' +
  'Каскад Контур Форум Регион Маяк Заря Рассвет Родник Исток Феникс Титан Гранит Базис Формат Ракурс Аспект Модуль Вымпел ' +
  'Вираж Стимул Триумф Олимп Парус Штурм Викинг Варяг Витязь Богатырь Снабженец Магнат Велес Азимут Полюс Меридиан Экватор'
).split(' ')
const adjectives = (
  'Северный Южный Уральский Сибирский Волжский Балтийский Новый Первый Золотой Зеленый Единый Русский Московский Донской ' +
  'Столичный Современный Надежный Большой Белый Красный'
).split(' ')
const nouns = (
  'ветер берег дом мост путь свет кедр стандарт завод склад ресурс инструмент проект союз капитал терминал причал парк ' +
  'двор город край центр альянс резерв сервис'
).split(' ')
const stems =
  'Урал Сиб Волга Дон Балт Нева Кама Русь Рос Евро Азия Транс Пром Спец Тех Интер Гео Эко Агро Энерго Сев Юг Черно'.split(
    ' ',
  )
const middles =
  'Строй Металл Пром Маш Торг Снаб Тех Авто Мебель Хим Нефте Газ Лес Тара Текстиль Кабель Свет Мед Агро Пласт'.split(
    ' ',
  )
const endings = [
  'Сервис',
  'Монтаж',
  'Комплект',
  'Трейд',
  'Холдинг',
  'Групп',
  'Инвест',
  'Проект',
  'Ресурс',
  'Логистик',
  'Деталь',
  'Маркет',
  '',
  '',
  '',
]
const businesses = (
  'Торговый дом|Завод|Автоцентр|Стоматология|Типография|Мебельная фабрика|Строительная компания|Юридическое бюро|' +
  'Транспортная компания|Медицинский центр|Учебный центр|Гостиница|Пекарня|Кафе|Агрофирма|Ферма|Охранное предприятие|' +
  'Проектный институт|Сервисный центр|Фитнес-клуб|Рекламное агентство|Птицефабрика|Молочный комбинат|Лаборатория|' +
  'Управляющая компания|Клининговая компания|Дизайн-студия|Детский центр|Аптека|Склад-магазин|Оптовая база'
).split('|')

const forms = new Weighted<readonly [string, string]>([
  [['ООО', 'Общество с ограниченной ответственностью'], 84],
  [['АО', 'Акционерное общество'], 6],
  [['ПАО', 'Публичное акционерное общество'], 1],
  [['ЗАО', 'Закрытое акционерное общество'], 3],
  [['АНО', 'Автономная некоммерческая организация'], 2],
  [['МУП', 'Муниципальное унитарное предприятие'], 2],
  [['ГБУ', 'Государственное бюджетное учреждение'], 2],
])

/** Popular single words repeat from town to town as they do in life; most names are put together of two or three parts. */
export function aCompanyName(dice: Dice): CompanyName {
  const [form, fullForm] = forms.pick(dice)
  return { form, fullForm, name: bareName(dice) }
}

const tails = ['ural', 'msk', 'spb', 'group', 'trade', 'opt', '24', 'service']

/** Whoever comes later to a popular name takes the town to it, and a number: zarya.ru, zarya-kazan.ru, zarya-kazan7.ru. */
export function aDomain(dice: Dice, { name }: CompanyName, town: Town, taken: Taken): string {
  const zone = dice.chance(0.9) ? 'ru' : dice.pick(['com', 'pro', 'su'])
  const site = (transliterate(name.replace(/^.*[„«]/, '')) || 'company').slice(0, 30)
  return taken.first(attempt => {
    if (attempt > 0) {
      const number = attempt > 1 ? dice.between(2, 10 ** Math.min(attempt - 1, 6)) : ''
      return `${site}-${transliterate(town.name)}${number}.${zone}`
    }
    const tail = dice.chance(0.6) ? `-${dice.pick(tails)}` : ''
    return `${site}${tail}${dice.chance(0.5) ? dice.between(1, 99) : ''}.${zone}`
  })
}

function bareName(dice: Dice): string {
  const kind = dice.next()
  if (kind < 0.1) return dice.pick(words)
  if (kind < 0.25) return `${dice.pick(adjectives)} ${dice.pick(nouns)}`
  if (kind < 0.55) {
    const joined = `${dice.pick(stems)}${dice.pick(middles)}${dice.pick(endings)}`
    return dice.chance(0.5) ? joined.slice(0, 1) + joined.slice(1).toLowerCase() : joined
  }
  if (kind < 0.68) return `${dice.pick(words)}-${dice.pick(stems)}${dice.chance(0.3) ? ` ${dice.between(2, 99)}` : ''}`
  if (kind < 0.8) return `${dice.pick(words)} ${dice.pick(endings.slice(0, 12))}`
  if (kind < 0.93) return `${dice.pick(businesses)} «${dice.pick(words)}`
  const { surname } = aPerson(dice)
  return /[вн]$/.test(surname) && dice.chance(0.5) ? `Мастерская ${surname}а` : `${surname} и партнеры`
}

/** «ООО «Торговый дом «Заря»» is closed once, as registers write it. */
export function legalName({ form, name }: CompanyName): string {
  return `${form} «${name}»`
}

export function fullLegalName(company: CompanyName, dice: Dice): string {
  const full = `${company.fullForm} «${company.name}»`
  return dice.chance(0.15) ? full.toUpperCase() : full
}

/** What people call it: without the form, the inner quotes closed. */
export function plainName({ name }: CompanyName): string {
  return name.includes('«') ? `${name}»` : name
}

type Writing = (company: CompanyName) => string
const writings = new Weighted<Writing>([
  [legalName, 52],
  [company => `${company.form} "${company.name.replace('«', '"')}"`, 20],
  [company => `${company.form} ${company.name.replace('«', '')}`, 9],
  [plainName, 11],
  [company => `${company.name.replace('«', '')}, ${company.form}`, 5],
  [company => legalName(company).toUpperCase(), 3],
])

/** The name of the client's card as somebody typed it. */
export function writeCompany(company: CompanyName, dice: Dice): string {
  return writings.pick(dice)(company)
}

/** Slots are the places of legal entities in the whole base: every slot has an office and an INN of its own. */
export function officeOfSlot(slot: number): TaxOffice {
  const office = taxOffices[((slot % taxOffices.length) * 7919) % taxOffices.length]
  if (office === undefined) throw new RangeError('slots are counted from zero')
  return office
}

/** INN + KPP is strictly unique, so chance must not choose it: the slot gives office and serial number. */
export function innOfSlot(slot: number, kind: 'organisation' | 'person'): string {
  const round = Math.floor(slot / taxOffices.length)
  const { code } = officeOfSlot(slot)
  return kind === 'organisation'
    ? makeInn10(digitsOf((round * 38_197 + 12_345) % 100_000, 5), code)
    : makeInn12(digitsOf((round * 638_197 + 712_345) % 1_000_000, 6), code)
}

/** A source of chance that throws the digits of a number. */
function digitsOf(value: number, count: number): () => number {
  const digits = String(value).padStart(count, '0')
  let at = 0
  return () => (Number(digits[at++]) + 0.5) / 10
}

export function kppOf(office: TaxOffice, branch = false): string {
  return `${office.code}${branch ? '43' : '01'}001`
}

export function anOgrn(dice: Dice, office: TaxOffice, taken: Taken): string {
  return taken.first(() => makeOgrn(dice.next, dice.between(2002, 2025), office.town.region))
}

export function anOgrnip(dice: Dice, office: TaxOffice, taken: Taken): string {
  return taken.first(() => makeOgrnip(dice.next, dice.between(2004, 2025), office.town.region))
}
