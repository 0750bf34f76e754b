import { describe, expect, test } from 'vitest'
import { readPlanLine } from './plan-line.ts'

const kinds = [
  { id: 'call', name: 'Звонок' },
  { id: 'meeting', name: 'Встреча' },
  { id: 'letter', name: 'Письмо' },
]
/** A Wednesday, 12:30 in Yekaterinburg. */
const now = new Date('2026-11-25T07:30:00Z')
const read = (text: string) => readPlanLine(text, { now, timeZone: 'Asia/Yekaterinburg', kinds })

describe('a step in one line', () => {
  test.each([
    ['звонок завтра 15:00 уточнить объём', 'call', '2026-11-26', '15:00', 'уточнить объём'],
    ['Встреча в пятницу в 10 показать образцы', 'meeting', '2026-11-27', '10:00', 'показать образцы'],
    ['уточнить объём, звонок', null, null, null, 'уточнить объём, звонок'],
    ['письмо 1 декабря выслать договор', 'letter', '2026-12-01', null, 'выслать договор'],
    ['05.12 в 9:30 созвониться со складом', null, '2026-12-05', '09:30', 'созвониться со складом'],
    ['подготовить КП послезавтра', null, '2026-11-27', null, 'подготовить КП'],
    ['звонок через неделю', 'call', '2026-12-02', null, ''],
    ['звонок через 2 дня в 16 часов про аванс', 'call', '2026-11-27', '16:00', 'про аванс'],
    ['перезвонить через 2 часа', null, '2026-11-25', '14:30', 'перезвонить'],
    ['звонок в 11:00', 'call', '2026-11-26', '11:00', ''],
    ['звонок в 14:00', 'call', '2026-11-25', '14:00', ''],
    ['в среду сверка', null, '2026-12-02', null, 'сверка'],
    ['звонок в 3 дня', 'call', '2026-11-25', '15:00', ''],
    ['завтра утром звонок', 'call', '2026-11-26', '10:00', ''],
    ['call tomorrow at 3 pm about volume', null, '2026-11-26', '15:00', 'call about volume'],
    ['отгрузить 25 кондиционеров', null, null, null, 'отгрузить 25 кондиционеров'],
    ['согласовать скидку 5 %', null, null, null, 'согласовать скидку 5 %'],
    ['15.01 итоги года', null, '2027-01-15', null, 'итоги года'],
    ['31.02 проверить', null, null, null, '31.02 проверить'],
    ['', null, null, null, ''],
  ])('%s', (text, kindId, day, time, subject) => {
    expect(read(text)).toMatchObject({ kindId, day, time, subject })
  })

  test('a length stands beside a time', () => {
    expect(read('встреча завтра в 12:00 на 45 минут у клиента')).toEqual({
      kindId: 'meeting',
      day: '2026-11-26',
      time: '12:00',
      minutes: 45,
      subject: 'у клиента',
    })
  })
})
