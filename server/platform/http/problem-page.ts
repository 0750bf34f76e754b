import type { Language, ProblemDeclaration } from '../contract.ts'

const words = {
  ru: { title: 'Проблемы HTTP API', code: 'Код', status: 'Статус', meaning: 'Значение' },
  en: { title: 'Problems of the HTTP API', code: 'Code', status: 'Status', meaning: 'Meaning' },
} satisfies Record<Language, Record<string, string>>

/** The page to which `type` of a problem leads: `/api/docs/problems#conflict`. */
export function problemPage(declarations: readonly ProblemDeclaration[], language: Language): string {
  const byCode = new Map(declarations.map(each => [each.code, each]))
  const { title, code, status, meaning } = words[language]
  const rows = [...byCode.values()]
    .sort((a, b) => a.code.localeCompare(b.code))
    .map(
      each =>
        `<tr id="${each.code}"><td>${each.code}</td><td>${each.status}</td><td>${escape(each.title[language])}</td></tr>`,
    )
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title></head>
<body><h1>${title}</h1>
<table><thead><tr><th scope="col">${code}</th><th scope="col">${status}</th><th scope="col">${meaning}</th></tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table></body>
</html>`
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
