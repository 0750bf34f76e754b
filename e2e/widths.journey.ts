import { expect, test } from './harness/journey.ts'
import { formOf } from './harness/form.ts'
import { expectNoSidewaysScroll } from './harness/looks.ts'
import { aClient, anInterest, forgetDrafts, serviceType, unique } from './harness/work.ts'

const windows = [
  { name: 'a phone of 390', width: 390, height: 844 },
  { name: 'a phone of 360', width: 360, height: 780 },
  { name: '1440 at 200 %', width: 720, height: 450 },
]

test('nothing has to be scrolled sideways on phones and at 200 %', async ({ desk, anna }) => {
  const client = await aClient(anna, {
    name: unique('Общество с ограниченной ответственностью «Верхневолжское монтажное управление вентиляции»'),
    contacts: [{ fullName: 'Александра Константинопольская', emails: ['konstantinopolskaya.alexandra@example.org'] }],
  })
  const interest = await anInterest(anna, {
    clientId: client.id,
    serviceTypeId: await serviceType(anna, 'Продажа товаров'),
    subject: 'Приточно-вытяжная вентиляция торгового комплекса, 12 залов',
    expectedRevenue: { amount: '123456789012.50', currency: 'RUB' },
    // On top of its column.
    plan: { kind: 'interaction', subject: 'Согласовать', dueAt: '2026-01-12T09:00:00Z' },
  })
  for (const { name, ...size } of windows) {
    await desk.setViewportSize(size)
    const shows = async (path: string, what: string) => {
      await desk.goto(path)
      await expect(desk.getByText(what).first()).toBeVisible()
      await expectNoSidewaysScroll(desk, `${path} on ${name}`)
    }
    await shows('/sales', interest.subject)
    await shows('/sales?view=list', interest.subject)
    await shows(`/sales?view=list&interest=${interest.id}`, interest.number)
    await shows('/clients', 'Верхневолжское')
    await shows(`/clients/${client.id}`, 'Александра Константинопольская')
    await shows('/settings/me', 'Часовой пояс')
    await forgetDrafts(anna)
    await shows('/sales?new=true', 'Кто обратился')
    await shows(`/sales?new=true&newClient=${client.id}`, 'Незавершенные Интересы')
    await desk.getByRole('button', { name: 'Дальше' }).click()
    await expect(formOf(desk).content).toBeVisible()
    await expectNoSidewaysScroll(desk, `what is needed, on ${name}`)
  }
})
