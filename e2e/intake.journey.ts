import { getProspect } from '../server/rooms/clients/contract.ts'
import { formOf } from './harness/form.ts'
import { expect, test } from './harness/journey.ts'
import { paste } from './harness/keys.ts'
import { expectAccessible, expectNoSidewaysScroll, picture } from './harness/looks.ts'
import { aClient, interestsOf, unique, uniqueInn, uniquePhone } from './harness/work.ts'

const signature = (
  phone: string,
  mail: string,
  who = 'Белова Марина Сергеевна',
  company = 'Полюс Холод',
) => `Добрый день!
Нужен расчет вентиляции кухни, ресторан на 80 мест.

С уважением,
${who}
управляющая, ООО «${company}»
тел. ${phone}
${mail}`

test('an unknown caller is registered from a pasted letter in three actions: N, paste, Ctrl Enter', async ({
  desk,
  anna,
}) => {
  const form = formOf(desk)
  const phone = uniquePhone()
  const mail = `belova-${phone.last}@polus-${phone.last}.example`
  await desk.keyboard.press('n')
  await expect(form.search).toBeFocused()
  await paste(desk, signature(phone.local, mail))
  await desk.keyboard.press('Control+Enter')
  await expect(form.dialog).toHaveCount(0)

  const [made] = await interestsOf(anna)
  expect(made?.party).toMatchObject({ kind: 'prospect', name: 'Белова Марина Сергеевна' })
  const prospect = await anna.call(getProspect, { params: { id: made?.prospectId } })
  expect(prospect).toMatchObject({ company: 'ООО «Полюс Холод»', phone: phone.local, email: mail })
  expect(made?.subject).toContain('Нужен расчет вентиляции кухни')
})

test('the pieces are shown, corrected by keyboard, and the fields follow them', async ({ desk }) => {
  const form = formOf(desk)
  const phone = uniquePhone()
  await form.open()
  await paste(desk, signature(phone.local, `info-${phone.last}@veter.example`, 'Зимина Софья Львовна', 'Ветер Перемен'))
  await expect(form.letter).toBeFocused()
  await expect(form.chip(/^ФИО Зимина Софья Львовна/)).toBeVisible()
  await expect(form.content).toHaveValue(/^Нужен расчет вентиляции кухни/)
  await expect(form.dialog.getByText(/^Никого с такими данными нет/)).toBeVisible()
  await expectAccessible(desk, 'form with a pasted letter')
  await picture(desk, 'form-letter')

  await desk.keyboard.press('Alt+r')
  await expect(form.chip(/^ФИО/)).toBeFocused()
  await form.chip(/^Компания/).focus()
  await desk.keyboard.press('Enter')
  await expect(form.dialog.getByLabel('Значение')).toBeFocused()
  await expectAccessible(desk, 'a piece that is being corrected')
  await form.dialog.getByLabel('Значение').fill('Ветер')
  await desk.keyboard.press('Enter')
  await expect(form.chip(/^Компания Ветер$/)).toBeFocused()
  // what was taken for one thing is said to be another
  await form.chip(/^Должность/).focus()
  await desk.keyboard.press('Enter')
  await form.dialog.getByLabel('Что это').selectOption('Запрос')
  await form.dialog.getByLabel('Значение').press('Enter')
  await expect(form.content).toHaveValue(/управляющая/)
  // and a piece that is of no use is thrown away
  await form.chip(/^Email/).focus()
  await desk.keyboard.press('Delete')
  await expect(form.chip(/^Email/)).toHaveCount(0)
  await desk.keyboard.press('Escape')
  await expect(form.letter).toBeFocused()

  await desk.keyboard.press('Alt+p')
  await expect(form.dialog.getByLabel('Компания')).toHaveValue('Ветер')
  await expect(form.dialog.getByLabel('Email')).toHaveValue('')
  await expectAccessible(desk, 'a prospect out of a letter')

  // nothing is lost by a reload: text, pieces and what was corrected come back
  await expect(form.dialog.getByText('Черновик сохранен')).toBeVisible()
  await desk.reload()
  await expect(form.dialog.getByLabel('Компания')).toHaveValue('Ветер')
  await desk.keyboard.press('Alt+s')
  await expect(form.letter).toHaveValue(/С уважением/)
  await expect(form.chip(/^Компания Ветер$/)).toBeVisible()
  await expect(form.chip(/^Email/)).toHaveCount(0)
})

test('a known client is found by its letter: paste, Enter, Ctrl Enter', async ({ desk, anna }) => {
  const phone = uniquePhone()
  const name = unique('Хлебозавод')
  const client = await aClient(anna, { name, contacts: [{ fullName: 'Ирина Котова', phones: [phone.e164] }] })
  const form = formOf(desk)
  await form.open()
  await paste(desk, `Здравствуйте, прошу продлить договор на обслуживание.\nИрина Котова, ${phone.local}`)
  await expect(form.found(/Котова/)).toBeVisible()
  await expect(
    form
      .found(/Котова/)
      .locator('mark')
      .first(),
  ).toBeVisible()
  await expectAccessible(desk, 'form with the match of a letter')
  await desk.keyboard.press('Enter')
  await expect(form.content).toBeFocused()
  await expect(form.content).toHaveValue(/продлить договор/)
  await desk.keyboard.press('Control+Enter')
  await expect(form.dialog).toHaveCount(0)
  const [made] = await interestsOf(anna, { clientId: client.id })
  expect(made?.subject).toMatch(/^прошу продлить договор/i)
})

test('who is saved without a look at the match is asked about once', async ({ desk, anna }) => {
  const phone = uniquePhone()
  await aClient(anna, { name: unique('Мельница'), phones: [phone.e164] })
  const form = formOf(desk)
  await form.open()
  await paste(desk, `Нужна мука, 3 тонны.\nПавел Громов\n${phone.local}`)
  await desk.keyboard.press('Control+Enter')
  await expect(form.dialog.getByText(/^Похожие уже есть/)).toBeVisible()
  await expect(form.dialog.getByLabel('ФИО')).toHaveValue('Павел Громов')
})

test('requisites become a new client, whole', async ({ desk }) => {
  const form = formOf(desk)
  const inn = uniqueInn()
  await form.open()
  await paste(
    desk,
    `ООО «Альтаир»\nИНН/КПП ${inn}/667101001\nДиректор Шестаков Денис Игоревич\nтел. ${uniquePhone().local}`,
  )
  await expect(form.chip(/^ИНН/)).toBeVisible()
  await desk.keyboard.press('Alt+k')
  await expect(form.dialog.getByLabel('ИНН')).toHaveValue(inn)
  await expect(form.dialog.getByLabel('КПП')).toHaveValue('667101001')
  await expect(form.dialog.getByLabel('Наименование')).toHaveValue('ООО «Альтаир»')
  await expect(form.dialog.getByLabel('ФИО контакта')).toHaveValue('Шестаков Денис Игоревич')
})

test('a letter may be typed too, line by line, and a text that is too long is said to be so', async ({ desk }) => {
  const form = formOf(desk)
  await form.open()
  await desk.keyboard.type('нужен чиллер')
  await desk.keyboard.press('Shift+Enter')
  await expect(form.letter).toBeFocused()
  await desk.keyboard.type('Олег 8 912 555-60-21')
  await expect(form.letter).toHaveValue('нужен чиллер\nОлег 8 912 555-60-21')
  await expect(form.chip(/^ФИО Олег/)).toBeVisible()
  await form.letter.fill('а '.repeat(10_001))
  await expect(form.dialog.getByText(/знаков не разбирается/)).toBeVisible()
})

for (const [width, height] of [
  [1440, 900],
  [1920, 1080],
  [390, 844],
] as const) {
  test(`a letter fits a window of ${width} px`, async ({ desk }) => {
    await desk.setViewportSize({ width, height })
    const form = formOf(desk)
    if (width < 641)
      await desk
        .getByRole('button', { name: /Создать|Новый Интерес/ })
        .first()
        .click()
    else await form.open()
    await expect(form.search).toBeFocused()
    await paste(desk, signature('8 912 555-60-21', 'belova@polus-holod.example'))
    await expect(form.chip(/^ФИО/)).toBeVisible()
    await expectNoSidewaysScroll(desk, `letter at ${width}`)
    await form.chip(/^Компания/).click()
    await expect(form.dialog.getByLabel('Значение')).toBeFocused()
    await expectNoSidewaysScroll(desk, `editor at ${width}`)
  })
}
