import { keep, type Page, viewOf, WALL } from '../page/rules.ts'

const BEFORE =
  'генеральный|коммерческий|технический|исполнительный|финансовый|ведущий|главный|главного|старший|младший|региональный|заместитель|помощник|гл\\.|ген\\.|зам\\.|зам|нач\\.|вед\\.|ст\\.|контрактный|сервисный|senior|chief|general|deputy|regional|export|sales|purchasing|project|managing|pr|commercial|executive|technical|account|key'
const HEAD =
  'директора?|гендиректор|гендир|дир\\.|менеджер|инженера?(?:-[а-я]+)?|бухгалтера?|главбух|специалист|руководител[ья]|начальника?|зам\\.\\s?директора|председатель|администратор|прораб|снабженец|логист|юрист|адвокат|управляющ(?:ий|ая)|завхоз|заведующ(?:ий|ая)|агроном|тренер|фотограф|маркетолог|совладелец|сооснователь|основатель|владелец|секретарь|представитель|брокер|редактор|врач|косметолог|стоматолог(?:-[а-я]+)?|дизайнер|архитектор|энергетик|механик|технолог|закупщик|товаровед|мастер|конструктора?|гип|отдел снабжения|отдел закупок|ИТ-отдела|офис-менеджер|founder|co-founder|ceo|cto|cfo|coo|manager|director|engineer|buyer|head of|president|owner|accountant|assistant'
/** What follows a post and still belongs to it. */
const AFTER =
  '(?: (?:по|отдела|отделения|направления|проектов|снабжения|закупок|сметчик|производству|управления|группы|цеха|складом|складов|тендерного|закупкам|логистики|продаж|продажам|расчетам|логистике|снабжению|охр|ахо|ахр|от|огм|пто|кадров|руководителя|конструктора|директора|энергетик|инженер|of|for|&|and|founder|director|manager|procurement|engineer|area|ОГМ|ИТ)(?![\\p{L}-])(?:(?<= (?:по|of)) [\\p{L}-]+)?)*'
const pattern = new RegExp(
  `(?<![\\p{L}-])(?:(?:${BEFORE})(?: |(?<=\\.) ?)){0,3}(?:${HEAD})(?![\\p{L}])${AFTER}(?: "[^"\\n${WALL}]{3,40}")?`,
  'giu',
)

/** What somebody is in the company; kept where a signature, a label or a name stands beside it. */
export function readPosition(page: Page, isBeside: (from: number, to: number) => boolean): void {
  let best: { from: number; to: number } | undefined
  for (const match of viewOf(page).matchAll(pattern)) {
    const [from, to] = [match.index, match.index + match[0].length]
    if (!isBeside(from, to)) continue
    best ??= { from, to }
  }
  if (best) keep(page, 'position', best.from, best.to)
}

/** Where posts are named, whoever holds them. */
export function findPositions(view: string): { from: number; to: number }[] {
  return [...view.matchAll(pattern)].map(match => ({ from: match.index, to: match.index + match[0].length }))
}
