/** Fields of a change that still stand as the import left them, and those that somebody has changed since. */
export function decideRestoring(
  changes: Record<string, { from: unknown; to: unknown }>,
  now: Record<string, unknown>,
): { restored: Record<string, unknown>; kept: string[] } {
  const restored: Record<string, unknown> = {}
  const kept: string[] = []
  for (const [field, { from, to }] of Object.entries(changes)) {
    if (isSame(now[field] ?? null, to)) restored[field] = from
    else if (!isSame(now[field] ?? null, from)) kept.push(field)
  }
  return { restored, kept }
}

function isSame(one: unknown, other: unknown): boolean {
  return JSON.stringify(one ?? null) === JSON.stringify(other ?? null)
}

const CONFLICTS: Record<string, { ru: string; en: string }> = {
  interest: { ru: 'По записи есть Интерес', en: 'There is an Interest of this record' },
  prospect: { ru: 'Связан с потенциальным клиентом', en: 'A prospect is linked to it' },
  contact: { ru: 'К клиенту добавили контакт', en: 'A contact was added to the client' },
  changed: { ru: 'Запись изменили после импорта', en: 'The record was changed after the import' },
  imported: { ru: 'Запись изменил другой импорт', en: 'Another import has changed the record' },
  client_kept: { ru: 'Остается клиент, у которого этот контакт', en: 'The client of this contact stays' },
  gone: { ru: 'Записи больше нет или она вне доступа', en: 'The record is gone or out of sight' },
}

const FIELDS: Record<string, { ru: string; en: string }> = {
  phones: { ru: 'телефоны', en: 'phones' },
  emails: { ru: 'почта', en: 'e-mails' },
  sites: { ru: 'сайты', en: 'sites' },
  addresses: { ru: 'адреса', en: 'addresses' },
  messengers: { ru: 'мессенджеры', en: 'messengers' },
  comment: { ru: 'комментарий', en: 'comment' },
  publicName: { ru: 'публичное название', en: 'public name' },
  position: { ru: 'должность', en: 'position' },
  responsibleId: { ru: 'ответственный', en: 'responsible' },
  inn: { ru: 'ИНН', en: 'INN' },
  kpp: { ru: 'КПП', en: 'KPP' },
  ogrn: { ru: 'ОГРН', en: 'OGRN' },
  archived: { ru: 'архив', en: 'archive' },
}

/** Why an undo left something as it is; `fields:phones,inn` names what was changed since. */
export function textsOfConflict(conflict: string): { ru: string; en: string } {
  const named = /^fields:(.*)$/.exec(conflict)?.[1]?.split(',')
  if (!named) return CONFLICTS[conflict] ?? (CONFLICTS['changed'] as { ru: string; en: string })
  const list = (language: 'ru' | 'en') => named.map(field => FIELDS[field]?.[language] ?? field).join(', ')
  return { ru: `Изменили после импорта: ${list('ru')}`, en: `Changed after the import: ${list('en')}` }
}
