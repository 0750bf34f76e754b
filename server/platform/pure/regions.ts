/**
 * Subjects of the federation: code of the tax office (the first two digits of INN and KPP), zone in which most of it
 * lives, names, and the beginnings of its landline numbers.
 */
export interface Region {
  code: string
  zone: string
  ru: string
  en: string
  dials: readonly string[]
}

const MOSCOW = 'Europe/Moscow'

const rows = `01||Республика Адыгея|Adygea|877
02|Asia/Yekaterinburg|Республика Башкортостан|Bashkortostan|347
03|Asia/Irkutsk|Республика Бурятия|Buryatia|301
04|Asia/Barnaul|Республика Алтай|Altai Republic|388
05||Республика Дагестан|Dagestan|872
06||Республика Ингушетия|Ingushetia|873
07||Кабардино-Балкарская Республика|Kabardino-Balkaria|866
08||Республика Калмыкия|Kalmykia|847
09||Карачаево-Черкесская Республика|Karachay-Cherkessia|878
10||Республика Карелия|Karelia|814
11||Республика Коми|Komi|821
12||Республика Марий Эл|Mari El|836
13||Республика Мордовия|Mordovia|834
14|Asia/Yakutsk|Республика Саха (Якутия)|Sakha (Yakutia)|411
15||Республика Северная Осетия — Алания|North Ossetia|867
16||Республика Татарстан|Tatarstan|843 855
17|Asia/Krasnoyarsk|Республика Тыва|Tuva|394
18|Europe/Samara|Удмуртская Республика|Udmurtia|341
19|Asia/Krasnoyarsk|Республика Хакасия|Khakassia|390
20||Чеченская Республика|Chechnya|871
21||Чувашская Республика|Chuvashia|835
22|Asia/Barnaul|Алтайский край|Altai Territory|385
23||Краснодарский край|Krasnodar Territory|861 862
24|Asia/Krasnoyarsk|Красноярский край|Krasnoyarsk Territory|391
25|Asia/Vladivostok|Приморский край|Primorye|423
26||Ставропольский край|Stavropol Territory|865 879
27|Asia/Vladivostok|Хабаровский край|Khabarovsk Territory|421
28|Asia/Yakutsk|Амурская область|Amur Region|416
29||Архангельская область|Arkhangelsk Region|818
30|Europe/Astrakhan|Астраханская область|Astrakhan Region|851
31||Белгородская область|Belgorod Region|472
32||Брянская область|Bryansk Region|483
33||Владимирская область|Vladimir Region|492
34|Europe/Volgograd|Волгоградская область|Volgograd Region|844
35||Вологодская область|Vologda Region|817 820
36||Воронежская область|Voronezh Region|473
37||Ивановская область|Ivanovo Region|493
38|Asia/Irkutsk|Иркутская область|Irkutsk Region|395
39|Europe/Kaliningrad|Калининградская область|Kaliningrad Region|401
40||Калужская область|Kaluga Region|484
41|Asia/Kamchatka|Камчатский край|Kamchatka|415
42|Asia/Novokuznetsk|Кемеровская область|Kemerovo Region|384
43||Кировская область|Kirov Region|833
44||Костромская область|Kostroma Region|494
45|Asia/Yekaterinburg|Курганская область|Kurgan Region|352
46||Курская область|Kursk Region|471
47||Ленинградская область|Leningrad Region|813
48||Липецкая область|Lipetsk Region|474
49|Asia/Magadan|Магаданская область|Magadan Region|413
50||Московская область|Moscow Region|496 498
51||Мурманская область|Murmansk Region|815
52||Нижегородская область|Nizhny Novgorod Region|831
53||Новгородская область|Novgorod Region|816
54|Asia/Novosibirsk|Новосибирская область|Novosibirsk Region|383
55|Asia/Omsk|Омская область|Omsk Region|381
56|Asia/Yekaterinburg|Оренбургская область|Orenburg Region|353
57||Орловская область|Oryol Region|486
58||Пензенская область|Penza Region|841
59|Asia/Yekaterinburg|Пермский край|Perm Territory|342
60||Псковская область|Pskov Region|811
61||Ростовская область|Rostov Region|863
62||Рязанская область|Ryazan Region|491
63|Europe/Samara|Самарская область|Samara Region|846 848
64|Europe/Saratov|Саратовская область|Saratov Region|845
65|Asia/Sakhalin|Сахалинская область|Sakhalin Region|424
66|Asia/Yekaterinburg|Свердловская область|Sverdlovsk Region|343
67||Смоленская область|Smolensk Region|481
68||Тамбовская область|Tambov Region|475
69||Тверская область|Tver Region|482
70|Asia/Tomsk|Томская область|Tomsk Region|382
71||Тульская область|Tula Region|487
72|Asia/Yekaterinburg|Тюменская область|Tyumen Region|345
73|Europe/Ulyanovsk|Ульяновская область|Ulyanovsk Region|842
74|Asia/Yekaterinburg|Челябинская область|Chelyabinsk Region|351
75|Asia/Chita|Забайкальский край|Zabaykalsky Territory|302
76||Ярославская область|Yaroslavl Region|485
77||Москва|Moscow|495 499
78||Санкт-Петербург|Saint Petersburg|812
79|Asia/Vladivostok|Еврейская автономная область|Jewish Autonomous Region|426
83||Ненецкий автономный округ|Nenets Autonomous Area|
86|Asia/Yekaterinburg|Ханты-Мансийский автономный округ — Югра|Khanty-Mansi Autonomous Area|346
87|Asia/Anadyr|Чукотский автономный округ|Chukotka|427
89|Asia/Yekaterinburg|Ямало-Ненецкий автономный округ|Yamalo-Nenets Autonomous Area|349
90||Запорожская область|Zaporizhzhia Region|
91||Республика Крым|Crimea|365
92||Севастополь|Sevastopol|869
93||Донецкая Народная Республика|Donetsk|
94||Луганская Народная Республика|Luhansk|
95||Херсонская область|Kherson Region|`

export const regions: readonly Region[] = rows.split('\n').map(row => {
  const [code = '', zone = '', ru = '', en = '', dials = ''] = row.split('|')
  return { code, zone: zone || MOSCOW, ru, en, dials: dials.split(' ').filter(Boolean) }
})

const byCode = new Map(regions.map(region => [region.code, region]))
const byDial = new Map(regions.flatMap(region => region.dials.map(dial => [dial, region] as const)))

/** Codes that tax offices used before regions were united, and the second one of the capital. */
const former: Record<string, string> = {
  '80': '75',
  '81': '59',
  '82': '41',
  '84': '24',
  '85': '38',
  '88': '24',
  '97': '77',
}

/** The region of this code; undefined where there is none, as of interregional offices. */
export function findRegion(code: string): Region | undefined {
  return byCode.get(former[code] ?? code)
}

/** Countries of one zone, or nearly so, by the beginning of an international number. */
const abroad: readonly (readonly [string, string])[] = [
  ['+77', 'Asia/Almaty'],
  ['+76', 'Asia/Almaty'],
  ['+375', 'Europe/Minsk'],
  ['+374', 'Asia/Yerevan'],
  ['+994', 'Asia/Baku'],
  ['+995', 'Asia/Tbilisi'],
  ['+996', 'Asia/Bishkek'],
  ['+998', 'Asia/Tashkent'],
]

export interface Whereabouts {
  /** Chosen by a person. */
  region: string | null
  kpp: string | null
  inn: string | null
  /** International forms. */
  phones: readonly (string | null)[]
}

/**
 * In which region somebody is: as a person chose, else where the legal entity stands now (KPP), whose town a landline
 * belongs to, where the INN was given. A mobile number tells nothing.
 */
export function guessRegion({ region, kpp, inn, phones }: Whereabouts): Region | undefined {
  if (region !== null) return findRegion(region)
  return (
    (kpp && findRegion(kpp.slice(0, 2))) ||
    phones.map(regionOfPhone).find(found => found !== undefined) ||
    (phones.some(isAbroad) ? undefined : inn ? findRegion(inn.slice(0, 2)) : undefined)
  )
}

/** The zone of the clock on their wall; null where nothing tells. */
export function guessZone(of: Whereabouts): string | null {
  const zone = guessRegion(of)?.zone
  if (zone !== undefined) return zone
  const phone = of.phones.find(isAbroad)
  return abroad.find(([beginning]) => phone?.startsWith(beginning))?.[1] ?? null
}

function regionOfPhone(e164: string | null): Region | undefined {
  return e164?.startsWith('+7') ? byDial.get(e164.slice(2, 5)) : undefined
}

function isAbroad(e164: string | null): boolean {
  return abroad.some(([beginning]) => e164?.startsWith(beginning))
}

/** Nobody is called before eight, nor from nine in the evening on. */
export function isNightAt(time: string): boolean {
  return time < '08:00' || time >= '21:00'
}
