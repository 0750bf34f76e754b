import { describe, expect, it } from 'vitest'
import { emptyForm, formOfDraft, type FormState, isPristine, reduceForm } from './form-state.ts'
import { type Chip, chipsOf, contentOf, isLetter, textOfChips } from './intake.ts'

const chip = (kind: Chip['kind'], value: string): Chip => ({ kind, value })
const letter = 'Нужен расчет окон.\nМарина Белова, 8 912 555-60-21'
const marina = [
  chip('fullName', 'Марина Белова'),
  chip('phone', '8 912 555-60-21'),
  chip('phone', '8 343 555-60-22'),
  chip('email', 'belova@polus-holod.ru'),
  chip('inn', '7707083893'),
  chip('site', 'polus-holod.ru'),
  chip('need', 'Нужен расчет окон.'),
]
const readOf = (chips: Chip[], from: FormState = emptyForm('a'), text = letter) =>
  reduceForm(reduceForm(from, { do: 'search', text }), { do: 'read', of: text, chips, hint: null })

describe('what stands in the search field', () => {
  it.each([
    ['Марина Белова 8 912 555-60-21', true],
    ['Марина belova@polus-holod.ru', true],
    ['8 912 555-60-21 belova@polus-holod.ru', true],
    ['первая строка\nвторая', true],
    ['слово '.repeat(30), true],
    ['Марина Белова', false],
    ['8 (912) 555-60-21 доб. 118', false],
    ['тел. 8 912 555-60-21', false],
    ['belova@polus-holod.ru', false],
    ['ИНН 7707083893', false],
    ['ромашка 2233', false],
    ['', false],
  ])('%j is a letter: %s', (text, is) => {
    expect(isLetter(text)).toBe(is)
  })

  it('becomes chips in the order of the text, its pieces of the request one of them', () => {
    const parts = [
      { kind: 'need' as const, value: 'Нужны окна', from: 0, to: 10 },
      { kind: 'phone' as const, value: '8 912 555-60-21', from: 11, to: 26 },
      { kind: 'need' as const, value: 'до пятницы', from: 27, to: 37 },
    ]
    expect(chipsOf('Нужны окна 8 912 555-60-21 до пятницы', parts)).toEqual([
      chip('phone', '8 912 555-60-21'),
      chip('need', 'Нужны окна\nдо пятницы'),
    ])
  })

  it('is a name when it is a plain line in which nothing was recognised', () => {
    expect(chipsOf('ромашка', [])).toEqual([chip('fullName', 'ромашка')])
    expect(chipsOf('ромашка\nлютик', [])).toEqual([])
    expect(chipsOf('22', [])).toEqual([])
  })

  it('is asked about again by what tells who the caller is when its chips were corrected', () => {
    const chips = [chip('company', 'Полюс'), chip('need', 'окна\nдвери'), chip('phone', '112')]
    expect(textOfChips(chips)).toBe('Компания: Полюс\nТелефон: 112')
  })
})

describe('the form', () => {
  it('fills content and prospect from the chips, and keeps in the content what has no field', () => {
    const state = reduceForm(readOf(marina), { do: 'newProspect' })
    expect(state.prospect).toEqual({
      fullName: 'Марина Белова',
      company: '',
      phone: '8 912 555-60-21',
      email: 'belova@polus-holod.ru',
    })
    expect(state.need.content).toBe('Нужен расчет окон.\n\nИНН 7707083893, 8 343 555-60-22, polus-holod.ru')
    expect(readOf(marina).need.content).toBe('Нужен расчет окон.')
  })

  it('never replaces what was typed, and lets what was not touched follow the chips', () => {
    const typed = reduceForm(readOf(marina), { do: 'newProspect' })
    const named = reduceForm(typed, { do: 'prospect', change: { fullName: 'Белова М.' } })
    const changed = marina.map(each => (each.kind === 'email' ? chip('email', 'm@polus.ru') : each))
    const after = reduceForm(named, { do: 'chips', chips: [...changed, chip('company', 'Полюс')] })
    expect(after.prospect).toMatchObject({ fullName: 'Белова М.', email: 'm@polus.ru', company: 'Полюс' })
    const own = readOf(marina, { ...emptyForm('a'), need: { ...emptyForm('a').need, content: 'Мое' } })
    expect(own.need.content).toBe('Мое')
  })

  it('takes back what the text had filled when the field is emptied, and nothing else', () => {
    const cleared = reduceForm(readOf(marina), { do: 'search', text: '' })
    expect(isPristine(cleared)).toBe(true)
  })

  it('gives a known client the request only', () => {
    const party = { kind: 'client' as const, clientId: 'c', contactId: null, matched: null }
    const fresh = reduceForm(readOf(marina), { do: 'newProspect' })
    expect(reduceForm(fresh, { do: 'take', party }).need.content).toBe('Нужен расчет окон.')
  })

  it('fills the client: company to the name, person to the contact, the second phone to the company', () => {
    const chips = [...marina, chip('company', 'ООО Полюс'), chip('kpp', '773601001'), chip('position', 'менеджер')]
    expect(reduceForm(readOf(chips), { do: 'newClient' }).client).toMatchObject({
      kind: 'organisation',
      name: 'ООО Полюс',
      inn: '7707083893',
      kpp: '773601001',
      phone: '8 343 555-60-22',
      contact: { fullName: 'Марина Белова', position: 'менеджер', phone: '8 912 555-60-21' },
    })
    expect(contentOf(chips, 'newClient')).toBe('Нужен расчет окон.\n\npolus-holod.ru')
  })

  it('fills a person without a company, and a sole trader', () => {
    const person = reduceForm(readOf([chip('fullName', 'Олег Ли'), chip('phone', '112')]), { do: 'newClient' })
    expect(person.client).toMatchObject({ kind: 'person', name: 'Олег Ли', phone: '112' })
    const trader = reduceForm(readOf([chip('company', 'ИП Ли О.')]), { do: 'newClient' })
    expect(trader.client).toMatchObject({ kind: 'entrepreneur', name: 'ИП Ли О.' })
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

  it('comes back whole from a draft, chips included, which keeps no empty field', () => {
    const intake = { of: letter, chips: marina, edited: true, hint: 'polus' }
    const state = formOfDraft('a', {
      search: letter,
      intake,
      party: { kind: 'newClient' },
      client: { name: 'Полюс', contact: {} },
    })
    expect(state.intake).toEqual(intake)
    expect(state.client).toEqual({ ...emptyForm().client, name: 'Полюс' })
    expect(formOfDraft('a', { client: { contact: { phone: '112' } } }).client.contact).toEqual({
      ...emptyForm().client.contact,
      phone: '112',
    })
  })

  it('keeps the id of its draft and survives a draft of another shape', () => {
    const state = formOfDraft('a', {
      search: 5,
      intake: { of: 'x', chips: [5, null, { kind: 'phone' }] },
      party: { kind: 'strange' },
      need: { content: 'чиллер' },
    })
    expect(state).toMatchObject({ id: 'a', search: '', party: { kind: 'none' }, need: { content: 'чиллер' } })
    expect(state.intake.chips).toEqual([])
    expect(isPristine(emptyForm())).toBe(true)
    expect(isPristine(state)).toBe(false)
  })
})
