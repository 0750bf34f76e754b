/** Mail services that anybody may use: a domain of theirs says nothing about a company. */
export const freeMailDomains: ReadonlySet<string> = new Set(
  (
    'mail.ru bk.ru list.ru inbox.ru internet.ru xmail.ru yandex.ru ya.ru yandex.com yandex.by yandex.kz rambler.ru ' +
    'lenta.ru autorambler.ru myrambler.ru ro.ru gmail.com googlemail.com outlook.com hotmail.com live.com live.ru ' +
    'msn.com yahoo.com icloud.com me.com mac.com proton.me protonmail.com gmx.com gmx.de aol.com zoho.com tutanota.com ' +
    'ukr.net i.ua tut.by vk.com mail.com qip.ru pochta.ru nm.ru e1.ru ngs.ru sibmail.com narod.ru hotbox.ru'
  ).split(' '),
)
