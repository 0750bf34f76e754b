import { createMask } from 'imask'

const mask = createMask({ mask: '+{7} 000 000-00-00', prepare: withoutTrunk })

/** 8 and +7 are one prefix; without this a pasted number loses its first digit to the mask. */
function withoutTrunk(appended: string): string {
  const digits = appended.replace(/\D/g, '')
  if (digits.length < 11) return digits
  return /^[78]/.test(digits) ? digits.slice(1) : digits
}

/** `89161234567` → `+7 916 123-45-67`; anything but a Russian number stays exactly as typed. */
export function formatTyped(text: string): string {
  if (!/^[\d\s()+\-–.]*$/.test(text)) return text
  const digits = text.replace(/\D/g, '')
  const russian =
    (/^\s*(\+\s*)?7/.test(text) && digits.length <= 11) ||
    (/^\s*8/.test(text) && digits.length > 1 && digits.length <= 11) ||
    (/^\s*9/.test(text) && digits.length <= 10)
  if (!russian || digits.length < 2) return text
  mask.resolve(/^[78]/.test(digits) && !/^\s*9/.test(text) ? digits.slice(1) : digits)
  return mask.value
}
