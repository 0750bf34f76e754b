import { expect, type Locator, type Page } from '@playwright/test'

/** The registration form as a person sees it. */
export function formOf(page: Page) {
  const dialog = page.getByRole('dialog', { name: 'Новый Интерес' })
  return {
    dialog,
    search: dialog.getByRole('combobox', { name: /^Клиент, контакт, телефон/ }),
    /** The same field when it holds a letter. */
    letter: dialog.getByRole('textbox', { name: /^Клиент, контакт, телефон/ }),
    chip: (name: string | RegExp): Locator =>
      dialog.getByRole('region', { name: 'Разобрано' }).getByRole('button', { name }),
    found: (name: string | RegExp): Locator => dialog.getByRole('option', { name }).first(),
    content: dialog.getByLabel('Содержание'),
    serviceType: dialog.getByRole('combobox', { name: /Тип услуги/ }),
    save: dialog.getByRole('button', { name: /^(Создать|Связать с выбранным|Все равно)/ }).last(),

    async open(): Promise<void> {
      await page.keyboard.press('n')
      await expect(this.search).toBeFocused()
    },

    /** Types into the search and takes the row, by keyboard. */
    async take(text: string, name: string | RegExp = text): Promise<void> {
      await page.keyboard.type(text)
      await expect(this.found(name)).toBeVisible()
      await page.keyboard.press('Enter')
      await expect(this.content).toBeFocused()
    },

    /** Saves by keyboard and waits until the form is gone. */
    async saved(): Promise<void> {
      await page.keyboard.press('Control+Enter')
      await expect(dialog).toHaveCount(0)
    },
  }
}
