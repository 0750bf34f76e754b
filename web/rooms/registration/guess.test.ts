import { describe, expect, it } from 'vitest'
import { guessPieces } from './guess.ts'
import { emptyForm, formOfDraft, isPristine, reduceForm } from './form-state.ts'

describe('one typed line', () => {
  it('falls into name, phone and mail', () => {
    expect(guessPieces('Марина Белова 8 (912) 555-60-21 belova@polus-holod.ru')).toEqual({
      fullName: 'Марина Белова',
      company: '',
      phone: '8 (912) 555-60-21',
      email: 'belova@polus-holod.ru',
      inn: '',
    })
  })

  it('names a company when it has a legal form or quotes', () => {
    expect(guessPieces('ООО Полюс Холод').company).toBe('ООО Полюс Холод')
    expect(guessPieces('«Хинкальная №1»').company).toBe('«Хинкальная №1»')
  })

  it('parts a person from the company behind them', () => {
    expect(guessPieces('Сидоркин Петр ООО Вымпел +7 912 444-11-22')).toMatchObject({
      fullName: 'Сидоркин Петр',
      company: 'ООО Вымпел',
      phone: '+7 912 444-11-22',
    })
    expect(guessPieces('Петр, «Хинкальная №1»')).toMatchObject({ fullName: 'Петр', company: '«Хинкальная №1»' })
    expect(guessPieces('Группа компаний Север')).toMatchObject({ fullName: '', company: 'Группа компаний Север' })
    expect(guessPieces('Аптека «Сфера»')).toMatchObject({ fullName: '', company: 'Аптека «Сфера»' })
    expect(guessPieces('ИП Лаптев Денис')).toMatchObject({ fullName: '', company: 'ИП Лаптев Денис' })
  })

  it('is an INN when its check digit agrees, else a phone', () => {
    expect(guessPieces('7707083893')).toMatchObject({ inn: '7707083893', phone: '' })
    expect(guessPieces('9125556021')).toMatchObject({ inn: '', phone: '9125556021' })
  })
})

describe('the form', () => {
  it('fills the prospect from the search line once and never replaces what was typed', () => {
    const typed = reduceForm(emptyForm(), { do: 'search', text: '+7 912 555-60-21' })
    const first = reduceForm(typed, { do: 'newProspect' })
    expect(first.prospect.phone).toBe('+7 912 555-60-21')
    const named = reduceForm(first, { do: 'prospect', change: { phone: '', fullName: 'Олег' } })
    expect(reduceForm(named, { do: 'newProspect' }).prospect).toMatchObject({ phone: '', fullName: 'Олег' })
  })

  it('fills the client from the prospect: company to the name, person to the contact', () => {
    const prospect = { fullName: 'Олег Ли', company: 'Полюс', email: 'o@p.ru', phone: '+7 912 555-60-21' }
    const state = reduceForm({ ...emptyForm(), prospect }, { do: 'newClient' })
    expect(state.client).toMatchObject({
      kind: 'organisation',
      name: 'Полюс',
      contact: { fullName: 'Олег Ли', email: 'o@p.ru' },
    })
  })

  it('comes back whole from a draft, which keeps no empty field', () => {
    const state = formOfDraft('a', { party: { kind: 'newClient' }, client: { name: 'Полюс', contact: {} } })
    expect(state.client).toEqual({ ...emptyForm().client, name: 'Полюс' })
    expect(formOfDraft('a', { client: { contact: { phone: '112' } } }).client.contact).toEqual({
      ...emptyForm().client.contact,
      phone: '112',
    })
  })

  it('keeps the id of its draft and survives a draft of another shape', () => {
    const state = formOfDraft('a', { search: 5, party: { kind: 'strange' }, need: { content: 'чиллер' } })
    expect(state).toMatchObject({ id: 'a', search: '', party: { kind: 'none' }, need: { content: 'чиллер' } })
    expect(isPristine(emptyForm())).toBe(true)
    expect(isPristine(state)).toBe(false)
  })
})
