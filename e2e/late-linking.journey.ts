import { getProspect } from '../server/rooms/clients/contract.ts'
import { expect, test } from './harness/journey.ts'
import { expectAccessible } from './harness/looks.ts'
import { aClient, anInterest, interestsOf, serviceType, unique, uniquePhone } from './harness/work.ts'

test('a client card appears, and a prospect that was there before is linked from the notice by one click', async ({
  desk,
  anna,
}) => {
  const phone = uniquePhone()
  const serviceTypeId = await serviceType(anna, 'Продажа товаров')
  const prospect = { fullName: unique('Соколова Ирина'), phone: phone.e164 }
  const asked = await anInterest(anna, { serviceTypeId, prospect, subject: 'Завеса на ворота' })
  const client = await aClient(anna, { name: unique('Склад у моста'), phones: [phone.local] })
  await expect(desk.getByRole('button', { name: /^Уведомления, непрочитанных/ })).toBeVisible()
  await desk.keyboard.press('g')
  await desk.keyboard.press('u')
  const notices = desk.getByRole('dialog', { name: 'Уведомления' })
  const offer = notices.getByRole('listitem').filter({ hasText: prospect.fullName })
  await expect(offer).toContainText(client.name)
  await expectAccessible(desk, 'notice of a look-alike client')
  await offer.getByRole('button', { name: 'Связать' }).click()
  await expect(offer.getByText('Связано', { exact: true })).toBeVisible()
  const linked = await anna.call(getProspect, { params: { id: asked.prospectId } })
  expect(linked.client?.id).toBe(client.id)
  expect((await interestsOf(anna, { clientId: client.id })).map(each => each.id)).toEqual([asked.id])
})
