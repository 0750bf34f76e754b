import type { Texts } from '../../../../platform/contract.ts'

/** What the log is narrowed by: a question that somebody has. */
export const auditGroups = {
  sign_in: { ru: 'Входы и пароли', en: 'Sign-ins and passwords' },
  view: { ru: 'Просмотры', en: 'Views' },
  export: { ru: 'Выгрузки', en: 'Exports' },
  print: { ru: 'Печать', en: 'Prints' },
  rights: { ru: 'Права и доступ', en: 'Rights and access' },
  merge: { ru: 'Слияния и дубли', en: 'Merges and duplicates' },
  archive: { ru: 'Архив', en: 'Archive' },
  import: { ru: 'Загрузка из файлов', en: 'Imports' },
  settings: { ru: 'Настройки', en: 'Settings' },
  log: { ru: 'Сам журнал', en: 'The log itself' },
} as const satisfies Record<string, Texts>
export type AuditGroup = keyof typeof auditGroups

/** Each kind of row with its words; whoever writes a kind that does not stand here does not compile. */
export const auditKinds = {
  'sign_in.accepted': { group: 'sign_in', ru: 'Вход', en: 'Signed in' },
  'sign_in.refused': { group: 'sign_in', ru: 'Вход отклонен: неверный пароль', en: 'Sign-in refused: wrong password' },
  'sign_in.blocked': {
    group: 'sign_in',
    ru: 'Вход закрыт на время: много попыток',
    en: 'Sign-in blocked: too many tries',
  },
  'sign_in.link_refused': { group: 'sign_in', ru: 'Ссылка для входа не подошла', en: 'Sign-in link refused' },
  sign_out: { group: 'sign_in', ru: 'Выход', en: 'Signed out' },
  'session.ended': { group: 'sign_in', ru: 'Сеанс завершен', en: 'Session ended' },
  'password.changed': { group: 'sign_in', ru: 'Пароль изменен', en: 'Password changed' },
  'user.link_created': { group: 'sign_in', ru: 'Выдана ссылка для входа', en: 'Sign-in link issued' },

  'client.viewed': { group: 'view', ru: 'Открыта карточка клиента', en: 'Client viewed' },
  'contact.viewed': { group: 'view', ru: 'Открыта карточка контакта', en: 'Contact viewed' },
  'prospect.viewed': { group: 'view', ru: 'Открыта карточка потенциального клиента', en: 'Prospect viewed' },
  'interest.viewed': { group: 'view', ru: 'Открыт Интерес', en: 'Interest viewed' },
  'search.walled': { group: 'view', ru: 'Поиск сообщил о чужой записи', en: 'Search told of a record of others' },
  'search.walls_exhausted': {
    group: 'view',
    ru: 'Поиск чужих записей ограничен',
    en: 'Search of records of others limited',
  },
  'wall.told': {
    group: 'view',
    ru: 'Проверка дублей сообщила о чужой записи',
    en: 'Duplicate check told of a record of others',
  },

  'clients.exported': { group: 'export', ru: 'Выгружены клиенты', en: 'Clients exported' },
  'interests.exported': { group: 'export', ru: 'Выгружены Интересы', en: 'Interests exported' },
  'import.errors_downloaded': { group: 'export', ru: 'Скачаны ошибки загрузки', en: 'Import errors downloaded' },
  'audit.exported': { group: 'export', ru: 'Выгружен журнал доступа', en: 'Access log exported' },

  'client.printed': { group: 'print', ru: 'Печать карточки клиента', en: 'Client printed' },
  'contact.printed': { group: 'print', ru: 'Печать карточки контакта', en: 'Contact printed' },
  'prospect.printed': { group: 'print', ru: 'Печать карточки потенциального клиента', en: 'Prospect printed' },
  'interest.printed': { group: 'print', ru: 'Печать Интереса', en: 'Interest printed' },
  'list.printed': { group: 'print', ru: 'Печать страницы', en: 'Page printed' },

  'user.created': { group: 'rights', ru: 'Добавлен пользователь', en: 'User added' },
  'user.changed': { group: 'rights', ru: 'Изменен пользователь', en: 'User changed' },
  'user.role_changed': { group: 'rights', ru: 'Изменена роль', en: 'Role changed' },
  'user.deactivated': { group: 'rights', ru: 'Пользователь отключен', en: 'User deactivated' },
  'user.reactivated': { group: 'rights', ru: 'Пользователь включен', en: 'User reactivated' },
  'profile.created': { group: 'rights', ru: 'Добавлен профиль', en: 'Profile added' },
  'profile.changed': { group: 'rights', ru: 'Изменены права профиля', en: 'Rights of a profile changed' },
  'profile.archived': { group: 'rights', ru: 'Профиль в архиве', en: 'Profile archived' },
  'profile.restored': { group: 'rights', ru: 'Профиль из архива', en: 'Profile restored' },
  'department.created': { group: 'rights', ru: 'Добавлено подразделение', en: 'Department added' },
  'department.changed': { group: 'rights', ru: 'Изменено подразделение', en: 'Department changed' },
  'department.archived': { group: 'rights', ru: 'Подразделение в архиве', en: 'Department archived' },
  'department.restored': { group: 'rights', ru: 'Подразделение из архива', en: 'Department restored' },
  'api_key.created': { group: 'rights', ru: 'Создан ключ API', en: 'API key created' },
  'api_key.revoked': { group: 'rights', ru: 'Отозван ключ API', en: 'API key revoked' },
  'grant.given': { group: 'rights', ru: 'Клиент открыт человеку', en: 'Client opened to somebody' },
  'grant.revoked': { group: 'rights', ru: 'Клиент закрыт человеку', en: 'Client closed to somebody' },
  'interest.member_added': { group: 'rights', ru: 'Добавлен соисполнитель', en: 'Co-executor added' },
  'interest.member_removed': { group: 'rights', ru: 'Убран соисполнитель', en: 'Co-executor removed' },
  'access.requested': { group: 'rights', ru: 'Запрошен доступ к клиенту', en: 'Access to a client requested' },
  'access_request.granted': { group: 'rights', ru: 'Запрос доступа одобрен', en: 'Access request granted' },
  'access_request.declined': { group: 'rights', ru: 'Запрос доступа отклонен', en: 'Access request declined' },
  'request.handed_over': { group: 'rights', ru: 'Обращение передано', en: 'Request handed over' },

  'client.merged': { group: 'merge', ru: 'Клиенты слиты', en: 'Clients merged' },
  'client.merged_into': { group: 'merge', ru: 'Клиент влит в другого', en: 'Client merged into another' },
  'client.unmerged': { group: 'merge', ru: 'Слияние клиентов отменено', en: 'Merge of clients undone' },
  'contact.merged': { group: 'merge', ru: 'Контакты слиты', en: 'Contacts merged' },
  'contact.merged_into': { group: 'merge', ru: 'Контакт влит в другой', en: 'Contact merged into another' },
  'contact.unmerged': { group: 'merge', ru: 'Слияние контактов отменено', en: 'Merge of contacts undone' },
  'prospect.merged': { group: 'merge', ru: 'Потенциальные клиенты слиты', en: 'Prospects merged' },
  'prospect.merged_into': {
    group: 'merge',
    ru: 'Потенциальный клиент влит в другого',
    en: 'Prospect merged into another',
  },
  'prospect.unmerged': {
    group: 'merge',
    ru: 'Слияние потенциальных клиентов отменено',
    en: 'Merge of prospects undone',
  },
  'contractor.overridden': {
    group: 'merge',
    ru: 'Второй контрагент с тем же ИНН',
    en: 'Second contractor with the same INN',
  },
  'duplicates.search_started': { group: 'merge', ru: 'Поиск дублей начат', en: 'Search for duplicates started' },
  'duplicates.search_paused': { group: 'merge', ru: 'Поиск дублей приостановлен', en: 'Search for duplicates paused' },
  'duplicates.search_resumed': { group: 'merge', ru: 'Поиск дублей продолжен', en: 'Search for duplicates resumed' },
  'duplicates.search_cancelled': { group: 'merge', ru: 'Поиск дублей отменен', en: 'Search for duplicates cancelled' },
  'duplicates.rules_changed': { group: 'settings', ru: 'Изменены правила дублей', en: 'Rules of duplicates changed' },

  'client.archived': { group: 'archive', ru: 'Клиент в архиве', en: 'Client archived' },
  'client.restored': { group: 'archive', ru: 'Клиент из архива', en: 'Client restored' },
  'contact.archived': { group: 'archive', ru: 'Контакт в архиве', en: 'Contact archived' },
  'contact.restored': { group: 'archive', ru: 'Контакт из архива', en: 'Contact restored' },
  'prospect.archived': { group: 'archive', ru: 'Потенциальный клиент в архиве', en: 'Prospect archived' },
  'prospect.restored': { group: 'archive', ru: 'Потенциальный клиент из архива', en: 'Prospect restored' },
  'contractor.archived': { group: 'archive', ru: 'Контрагент в архиве', en: 'Contractor archived' },
  'contractor.restored': { group: 'archive', ru: 'Контрагент из архива', en: 'Contractor restored' },

  'import.started': { group: 'import', ru: 'Загрузка начата', en: 'Import started' },
  'import.undone': { group: 'import', ru: 'Загрузка отменена', en: 'Import undone' },
  'import.destroyed': { group: 'import', ru: 'Файл загрузки удален', en: 'Import file destroyed' },

  'company.set_up': { group: 'settings', ru: 'Первая настройка', en: 'First set-up' },
  'company.changed': { group: 'settings', ru: 'Изменены данные компании', en: 'Company changed' },
  'company.demo_loaded': { group: 'settings', ru: 'Загружены демонстрационные данные', en: 'Demo data loaded' },
  'company.demo_removed': { group: 'settings', ru: 'Убраны демонстрационные данные', en: 'Demo data removed' },
  'settings.changed': { group: 'settings', ru: 'Изменены общие настройки', en: 'Common settings changed' },
  'calendar_year.changed': {
    group: 'settings',
    ru: 'Изменен производственный календарь',
    en: 'Working calendar changed',
  },
  'directory.created': { group: 'settings', ru: 'Добавлено в справочник', en: 'Directory item added' },
  'directory.changed': { group: 'settings', ru: 'Изменено в справочнике', en: 'Directory item changed' },
  'directory.archived': { group: 'settings', ru: 'Справочник: в архив', en: 'Directory item archived' },
  'directory.restored': { group: 'settings', ru: 'Справочник: из архива', en: 'Directory item restored' },
  'scenario.created': { group: 'settings', ru: 'Добавлен сценарий', en: 'Scenario added' },
  'scenario.changed': { group: 'settings', ru: 'Сценарий изменен и опубликован', en: 'Scenario changed and published' },
  'scenario.archived': { group: 'settings', ru: 'Сценарий в архиве', en: 'Scenario archived' },
  'scenario.restored': { group: 'settings', ru: 'Сценарий из архива', en: 'Scenario restored' },
  'scenario.trigger_paused': { group: 'settings', ru: 'Триггер приостановлен', en: 'Trigger paused' },
  'scenario.trigger_resumed': { group: 'settings', ru: 'Триггер возобновлен', en: 'Trigger resumed' },

  'audit.verified': { group: 'log', ru: 'Журнал проверен', en: 'Log verified' },
  'audit.blanked': { group: 'log', ru: 'Личные значения стерты', en: 'Personal values blanked' },
} as const satisfies Record<string, Texts & { group: AuditGroup }>
export type AuditKind = keyof typeof auditKinds

/** Kinds of a group, or all of them. */
export function kindsOf(group?: AuditGroup): AuditKind[] {
  const all = Object.keys(auditKinds) as AuditKind[]
  return group ? all.filter(kind => auditKinds[kind].group === group) : all
}

/** What a row may be about, in the words of the glossary. */
export const auditRecords: Readonly<Record<string, Texts>> = {
  client: { ru: 'Клиент', en: 'Client' },
  contact: { ru: 'Контакт', en: 'Contact' },
  prospect: { ru: 'Потенциальный клиент', en: 'Prospect' },
  contractor: { ru: 'Контрагент', en: 'Contractor' },
  interest: { ru: 'Интерес', en: 'Interest' },
  party: { ru: 'Клиент', en: 'Client' },
  user: { ru: 'Пользователь', en: 'User' },
  profile: { ru: 'Профиль', en: 'Profile' },
  department: { ru: 'Подразделение', en: 'Department' },
  session: { ru: 'Сеанс', en: 'Session' },
  api_key: { ru: 'Ключ API', en: 'API key' },
  access_request: { ru: 'Запрос доступа', en: 'Access request' },
  import: { ru: 'Загрузка', en: 'Import' },
  company: { ru: 'Компания', en: 'Company' },
  settings: { ru: 'Настройки', en: 'Settings' },
  calendar_year: { ru: 'Год календаря', en: 'Calendar year' },
  scenario: { ru: 'Сценарий', en: 'Scenario' },
  service_type: { ru: 'Тип услуги', en: 'Service type' },
  loss_reason: { ru: 'Причина отказа', en: 'Loss reason' },
  channel: { ru: 'Канал', en: 'Channel' },
  source: { ru: 'Источник', en: 'Source' },
  project: { ru: 'Проект', en: 'Project' },
  calendar_region: { ru: 'Регион календаря', en: 'Calendar region' },
  interaction_kind: { ru: 'Вид взаимодействия', en: 'Kind of interaction' },
  duplicate_search: { ru: 'Поиск дублей', en: 'Search for duplicates' },
  audit: { ru: 'Журнал доступа', en: 'Access log' },
}
