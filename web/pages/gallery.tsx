import { useLingui } from '@lingui/react'
import {
  Button,
  Checkbox,
  Chip,
  Menu,
  PasswordInput,
  Radio,
  SegmentedControl,
  Select,
  Switch,
  Textarea,
  TextInput,
  Tooltip,
  useMantineColorScheme,
} from '@mantine/core'
import { useState } from 'react'
import type { Language } from '../../server/platform/contract.ts'
import { type Money, useFormats } from '../lib/formats.ts'
import { activateLanguage } from '../lib/language.ts'
import { Avatar, Mark, Note, Section, SettingsRow, Tag } from '../ui/atoms.tsx'
import { ConfirmPopover } from '../ui/confirm-popover.tsx'
import { DataGrid, type GridColumn } from '../ui/data-grid.tsx'
import { DateField } from '../ui/date-field.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { EntitySelect } from '../ui/entity-select.tsx'
import { Field, InPlaceField, LabelFrom } from '../ui/field.tsx'
import { FormErrorSummary } from '../ui/form-error-summary.tsx'
import { Key } from '../ui/keys.tsx'
import { MoneyInput } from '../ui/money-input.tsx'
import { Page } from '../ui/page.tsx'
import { PhoneInput } from '../ui/phone-input.tsx'
import { Sheet } from '../ui/sheet.tsx'
import { EmptyState, ErrorState, LoadingBars } from '../ui/states.tsx'
import { ProspectTag, StateName } from '../ui/steps-glyph.tsx'
import { toast, toastError } from '../ui/toast.tsx'

const states = [
  'Первичный интерес',
  'Выявление потребностей',
  'Подготовка предложения',
  'Предложение и закрытие',
  'Выполнение договора',
]
type Deal = {
  id: string
  theme: string
  client: string
  prospect: boolean
  step: number
  money: Money | null
  date: string
  group: string
}
const deals: Deal[] = Array.from({ length: 300 }, (_, at) => ({
  id: `row-${at}`,
  theme:
    [
      'Кондиционеры в шоурум, 3 помещения',
      'Приточная установка для столовой завода',
      'Вентиляция цеха окраски, 2-я очередь',
    ][at % 3] ?? '',
  client: ['Ирина Соколова', 'Уралпромвентиляция', 'Промсталь'][at % 3] ?? '',
  prospect: at % 3 === 0,
  step: (at % 5) + 1,
  money:
    at % 4 === 0 ? null : { amount: `${(at % 9) * 110_000 + 74_000}.${at % 7 === 0 ? '50' : '00'}`, currency: 'RUB' },
  date: `202${6 + (at % 2)}-12-${String((at % 28) + 1).padStart(2, '0')}`,
  group: at < 4 ? 'Просрочено' : at < 11 ? 'Сегодня' : 'Позже',
}))

/** Every part of the kit in one place, to be looked at light and dark; not in a build. */
export default function Gallery() {
  const { i18n } = useLingui()
  const { setColorScheme } = useMantineColorScheme()
  const [view, setView] = useState('parts')
  return (
    <Page
      title="Галерея"
      surface="sheet"
      scroll={view === 'parts'}
      head={
        <>
          <SegmentedControl
            aria-label="Вид"
            value={view}
            onChange={setView}
            data={[
              { value: 'parts', label: 'Части' },
              { value: 'grid', label: 'Список' },
            ]}
          />
          <SegmentedControl
            aria-label="Тема"
            data={['light', 'dark']}
            onChange={value => setColorScheme(value as 'light' | 'dark')}
          />
          <SegmentedControl
            aria-label="Язык"
            value={i18n.locale}
            data={['ru', 'en']}
            onChange={value => void activateLanguage(value as Language)}
          />
        </>
      }
      toolbar={
        <>
          <Chip checked>Я</Chip>
          <Chip checked={false}>Тип услуги</Chip>
          <Tag look="bad">Просрочено 4</Tag>
        </>
      }
    >
      {view === 'grid' ? <GridPart /> : <Parts />}
    </Page>
  )
}

function GridPart() {
  const { money, date } = useFormats()
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())
  const [sort, setSort] = useState<string>()
  const columns: GridColumn<Deal>[] = [
    { id: 'theme', header: 'Тема', width: 'free', cell: row => <span className="m">{row.theme}</span>, sort: 'theme' },
    {
      id: 'client',
      header: 'Клиент',
      width: 220,
      cell: row => (
        <span className="row">
          {row.prospect && <ProspectTag short />}
          <span className="el">{row.client}</span>
        </span>
      ),
    },
    {
      id: 'state',
      header: 'Состояние',
      width: 220,
      cell: row => <StateName name={states[row.step - 1] ?? ''} kind="ordinary" step={row.step} steps={5} />,
    },
    {
      id: 'money',
      header: 'Ожидаемая выручка',
      width: 150,
      align: 'end',
      cell: row => money(row.money),
      sort: 'money',
      aside: 1,
    },
    { id: 'date', header: 'Дата продажи', width: 110, align: 'end', cell: row => date(row.date), aside: 2 },
  ]
  return (
    <DataGrid
      label="Интересы"
      columns={columns}
      rows={deals}
      selection={chosen}
      onSelection={setChosen}
      sort={sort}
      onSort={setSort}
      onOpen={row => toast({ message: row.theme, undo: () => undefined })}
      groupOf={row => row.group}
      card={row => (
        <>
          <div className="m el">{row.theme}</div>
          <div className="row s12 t2">
            <span className="el grow">{row.client}</span>
            <span className="b">{money(row.money)}</span>
          </div>
        </>
      )}
    />
  )
}

function Parts() {
  const [theme, setTheme] = useState('Кондиционеры в шоурум')
  const [sheet, setSheet] = useState(false)
  const [dialog, setDialog] = useState(false)
  const [sum, setSum] = useState<Money | null>({ amount: '1980000.50', currency: 'RUB' })
  const entities = [
    { id: '1', name: 'Продажа товаров', hint: 'основной' },
    { id: '2', name: 'Оказание услуг' },
    { id: '3', name: 'Сервисное обслуживание', archivedAt: '2026-01-01' },
  ]
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(330px, 1fr))', gap: 24, padding: 20 }}>
      <Section title="Кнопки">
        <div className="row wrap">
          <Button variant="filled" rightSection={<Key keys="mod+Enter" />}>
            Создать Интерес
          </Button>
          <Button>Отмена</Button>
          <Button variant="subtle">Тихая</Button>
          <Button variant="transparent">Ссылка</Button>
          <Button size="compact-xs">Передать</Button>
          <Button disabled variant="filled">
            Выключена
          </Button>
          <Button loading variant="filled">
            Ждем
          </Button>
        </div>
        <div className="row wrap">
          <Tooltip label="Подсказка к кнопке" opened>
            <Button size="compact-xs">С подсказкой</Button>
          </Tooltip>
          <Menu>
            <Menu.Target>
              <Button>Меню</Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item>Перенести в…</Menu.Item>
              <Menu.Item>Архивировать</Menu.Item>
            </Menu.Dropdown>
          </Menu>
          <ConfirmPopover
            target={open => <Button onClick={open}>Спросить</Button>}
            question="У клиента есть открытый Интерес этого типа. Создать еще один?"
            confirm="Создать еще один"
            onConfirm={() => {}}
          />
          <Button onClick={() => setSheet(true)}>Лист</Button>
          <Button onClick={() => setDialog(true)}>Окно</Button>
          <Button
            onClick={() => toast({ message: 'И-000412 перенесен в «Подготовка предложения»', undo: () => undefined })}
          >
            Сообщение
          </Button>
          <Button onClick={() => toastError(new Error('x'))}>Ошибка</Button>
        </div>
      </Section>
      <Section title="Поля формы" count={9}>
        <TextInput label="Тема" placeholder="первые слова содержания" withAsterisk />
        <TextInput
          label={<LabelFrom from="ваш по умолчанию">ИНН</LabelFrom>}
          defaultValue="667118452"
          error="Контрольная цифра не сходится"
        />
        <PhoneInput label="Телефон" defaultValue="+7 912 555-44-90" />
        <MoneyInput label="Ожидаемая выручка" value={sum} onChange={setSum} />
        <DateField label="Дата продажи" defaultValue="2026-12-18" />
        <EntitySelect label="Тип услуги" entities={entities} defaultValue="1" />
        <Select label="Валюта" data={['Рубль, ₽', 'Евро, €']} defaultValue="Рубль, ₽" />
        <PasswordInput label="Пароль" defaultValue="пароль" />
        <Textarea label="Содержание" minRows={3} defaultValue="Три кондиционера в шоурум на Малышева" />
        <TextInput label="Нельзя менять" disabled defaultValue="Завершен успешно" />
      </Section>
      <Section title="Выбор">
        <SegmentedControl aria-label="Язык" data={['Русский', 'English']} />
        <Checkbox label="Открыть карточку" defaultChecked />
        <Checkbox label="Брать ответственного клиента" description="Если он есть" />
        <Radio.Group defaultValue="demo" aria-label="С чего начать">
          <div className="col">
            <Radio value="demo" label="Демо-данные" description="2 000 клиентов и 900 Интересов" />
            <Radio value="clean" label="Чистая база" />
          </div>
        </Radio.Group>
        <Switch label="Переключатель" defaultChecked />
      </Section>
      <Section title="Карточка" folds="open">
        <InPlaceField
          label="Тема"
          value={theme}
          show={theme}
          onSave={async value => setTheme(value)}
          edit={({ id, value, onChange }) => (
            <TextInput id={id} value={value} onChange={event => onChange(event.currentTarget.value)} />
          )}
        />
        <InPlaceField
          label="Выручка"
          value={sum}
          onSave={async value => setSum(value)}
          edit={({ id, value, onChange }) => <MoneyInput id={id} value={value} onChange={onChange} />}
        />
        <Field label="Номер">И-000412</Field>
        <Field label="Состояние">
          <StateName name="Подготовка предложения" kind="ordinary" step={3} steps={5} />
        </Field>
        <Field label="Исход">
          <StateName name="Завершен успешно" kind="won" step={0} steps={5} />
        </Field>
        <Field label="Исход">
          <StateName name="Потерян" kind="lost" step={0} steps={5} />
        </Field>
        <Field label="Метки">
          <span className="row wrap">
            <Tag>тендер</Tag>
            <Tag look="outline">архив</Tag>
            <ProspectTag short />
            <Tag look="bad">1</Tag>
            <Tag look="due">сегодня</Tag>
            <Tag look="good">решает</Tag>
            <Tag look="acc">1 открытый</Tag>
          </span>
        </Field>
        <Field label="Люди">
          <span className="row">
            <Avatar name="Анна Ким" /> Анна Ким <Avatar name="Павел Громов" size="lg" alone />
          </span>
        </Field>
        <Field label="Совпадение">
          <Mark text="ООО «Галактика Молл»" ranges={[[5, 10]]} />
        </Field>
      </Section>
      <Section title="Заметки">
        <Note>Просто заметка внутри экрана.</Note>
        <Note look="bad">+7 912 555-44-90 уже в базе</Note>
        <Note look="due" action={<Button size="compact-xs">Передать</Button>}>
          У Руслана Набиева вход закрыт, но за ним 12 открытых Интересов.
        </Note>
        <Note look="good">Связан с «Галактика Молл»</Note>
        <Note look="acc">Черновик от 10:58 восстановлен</Note>
        <FormErrorSummary
          errors={{ inn: 'Контрольная цифра не сходится', phone: 'Заполните телефон' }}
          labelOf={path => ({ inn: 'ИНН', phone: 'Телефон' })[path]}
        />
      </Section>
      <Section title="Состояния экрана">
        <EmptyState title="Интересов пока нет" action={<Button variant="filled">Создать</Button>}>
          Запишите первый запрос клиента: звонок, письмо или сообщение.
        </EmptyState>
        <ErrorState title="Список не загрузился" error={new Error('x')} onRetry={() => {}} />
        <LoadingBars rows={3} />
        <SettingsRow label="Размер" hint="Высота строки 30 или 36 px">
          <SegmentedControl aria-label="Размер" data={['Плотно', 'Свободно']} />
        </SettingsRow>
      </Section>
      <Sheet
        opened={sheet}
        onClose={() => setSheet(false)}
        title="Лист справа"
        footer={
          <>
            <div className="grow" />
            <Button>Закрыть</Button>
            <Button variant="filled">Сохранить</Button>
          </>
        }
      >
        <TextInput label="Имя" data-autofocus />
      </Sheet>
      <Dialog opened={dialog} onClose={() => setDialog(false)} title="Окно">
        Текст окна
      </Dialog>
    </div>
  )
}
