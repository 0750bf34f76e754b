import { type Dice, Weighted } from './dice.ts'

/** What a request is about: a subject, the words of the caller, a usual sum. */
export interface Offer {
  subject: string
  content: string
  /** In roubles, before rounding. */
  sum: number
}

type Line = 'goods' | 'services' | 'maintenance'

/** Product, unit, price of one. */
const goods = `офисная мебель|рабочих мест|24000
бумага А4|пачек|320
металлопрокат|т|68000
труба профильная|м|410
кабель ВВГнг|м|95
насосы дренажные|шт.|14500
светильники светодиодные|шт.|2600
станок токарный|шт.|1850000
компрессор винтовой|шт.|640000
серверы|шт.|480000
ноутбуки|шт.|72000
кофе в зернах|кг|1400
спецодежда зимняя|комплектов|6900
поддоны деревянные|шт.|380
цемент М500|т|8200
кирпич облицовочный|шт.|34
окна пластиковые|шт.|19500
ворота секционные|шт.|88000
кондиционеры|шт.|41000
стеллажи складские|секций|11800
упаковка картонная|шт.|42
краска фасадная|ведер|3900
шины грузовые|шт.|23500
запчасти к погрузчику|комплектов|57000
медицинские перчатки|упаковок|690
кассовые аппараты|шт.|21500
камеры видеонаблюдения|шт.|7800
генератор дизельный|шт.|930000`
  .split('\n')
  .map(row => row.split('|') as [string, string, string])

/** Service, least and greatest sum in thousands. */
const services = `ремонт офиса|180|4200
разработка сайта|90|1600
внедрение учетной системы|250|3800
проект вентиляции|120|900
монтаж электрики|80|2100
грузоперевозка по маршруту|15|260
аренда погрузчика|20|340
обучение сотрудников|30|450
аудит отчетности|110|1300
юридическое сопровождение сделки|60|800
рекламная кампания|100|2500
дизайн упаковки|50|420
монтаж видеонаблюдения|70|1100
специальная оценка условий труда|25|300
благоустройство территории|200|5200
печать каталогов|40|600
вывоз отходов|12|180
организация конференции|300|2800
замена кровли|350|6400
устройство бетонных полов|280|3900`
  .split('\n')
  .map(row => row.split('|') as [string, string, string])

const maintenance = `обслуживание кондиционеров|18|240
обслуживание лифтов|90|900
обслуживание котельной|110|1400
ремонт погрузчика|35|420
поверка счетчиков|6|70
заправка картриджей|3|45
обслуживание касс|12|120
сопровождение 1С|40|720
ремонт станка с ЧПУ|70|950
уборка помещений|45|860
обслуживание пожарной сигнализации|28|390
замена фильтров|8|95
техническое обслуживание автомобилей|30|480
ремонт холодильного оборудования|25|330`
  .split('\n')
  .map(row => row.split('|') as [string, string, string])

const lines: readonly (readonly [RegExp, Line])[] = [
  [/сервис|обслуж|ремонт|поддерж|maint|support/i, 'maintenance'],
  [/услуг|работ|проект|service/i, 'services'],
]

/** Which of the three lines of business a service type means, by its name; anything else sells goods. */
export function lineOf(serviceType: string): Line {
  return lines.find(([pattern]) => pattern.test(serviceType))?.[1] ?? 'goods'
}

const wishes = [
  'Просили прислать коммерческое предложение на почту.',
  'Нужен счет с НДС.',
  'Работают только по договору с отсрочкой 30 дней.',
  'Просят скидку за объем.',
  'Сравнивают с другим поставщиком.',
  'Доставка до склада клиента, есть погрузчик.',
  'Самовывоз.',
  'Срочно, нужно до конца недели.',
  'Срок — до конца месяца.',
  'Решение принимает директор, вернется на следующей неделе.',
  'Бюджет согласован.',
  'Будут проводить тендер, пришлют техническое задание.',
  'Перезвонить после 15:00.',
  'Обращались к нам в прошлом году, остались довольны.',
  'Просили сначала показать образцы.',
  'Нужна консультация инженера.',
  'Оплата по факту.',
]
const goodsOpenings = new Weighted<(product: string, quantity: string) => string>([
  [(p, q) => `Нужны: ${p}, ${q}`, 30],
  [(p, q) => `Спрашивают цену и срок: ${p}, ${q}`, 30],
  [(p, q) => `Запрос на поставку: ${p} (${q})`, 25],
  [(p, q) => `Повторный заказ, как в прошлый раз: ${p}, ${q}`, 15],
])
const workOpenings = new Weighted<(work: string) => string>([
  [w => `Интересует ${w}.`, 40],
  [w => `Просят рассчитать стоимость: ${w}.`, 35],
  [w => `Звонок с сайта, тема — ${w}.`, 25],
])
const quantities = [1, 1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 25, 30, 40, 50, 100, 150, 200, 500, 1000]
const few = quantities.filter(quantity => quantity <= 30)

export function anOffer(dice: Dice, line: Line): Offer {
  const wish = dice.chance(0.75) ? ` ${dice.pick(wishes)}` : ''
  const more = dice.chance(0.25) ? ` ${dice.pick(wishes)}` : ''
  if (line === 'goods') {
    const [product, unit, price] = dice.pick(goods)
    const quantity = Number(price) > 400_000 ? dice.between(1, 4) : dice.pick(Number(price) > 5_000 ? few : quantities)
    const amount = `${quantity} ${unit}`
    return {
      subject: dice.chance(0.5) ? `${capital(product)}, ${amount}` : `Поставка: ${product}`,
      content: ended(goodsOpenings.pick(dice)(product, amount)) + wish + more,
      sum: Number(price) * quantity * (0.85 + dice.next() * 0.3),
    }
  }
  const [work, least, most] = dice.pick(line === 'services' ? services : maintenance)
  return {
    subject: capital(work),
    content: workOpenings.pick(dice)(work) + wish + more,
    // The square makes the large ones rare.
    sum: 1000 * (Number(least) + (Number(most) - Number(least)) * dice.next() ** 2),
  }
}

/** «10 шт.» has its full stop already. */
function ended(sentence: string): string {
  return sentence.endsWith('.') ? sentence : `${sentence}.`
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

export const usualTags = ['срочно', 'тендер', 'повторный', 'опт', 'скидка', 'VIP']
