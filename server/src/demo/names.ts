/** Where imaginary customers come from. Weights say how many. */
export interface Place {
  country: string
  weight: number
  currency: 'EUR' | 'CHF' | 'GBP'
  /** Probability that a customer from here reads French. */
  french: number
  cities: readonly (readonly [city: string, postalCode: string])[]
  streets: readonly string[]
  firstNames: readonly string[]
  lastNames: readonly string[]
  companySuffixes: readonly string[]
  phonePrefix: string
}

const FRENCH_FIRST = [
  ...['Camille', 'Léa', 'Manon', 'Chloé', 'Inès', 'Jade', 'Louise', 'Alice', 'Zoé', 'Maëlle'],
  ...['Hugo', 'Lucas', 'Nathan', 'Jules', 'Adam', 'Raphaël', 'Arthur', 'Noé', 'Théo', 'Yanis'],
  ...['Élodie', 'Sophie', 'Nadia', 'Hélène', 'Benoît', 'François', 'Mehdi', 'Grégory', 'Aurélie'],
]
const FRENCH_LAST = [
  ...['Moreau', 'Lefèvre', 'Garnier', 'Fontaine', 'Chevalier', 'Rousseau', 'Blanchard', 'Marchand'],
  ...['Perrin', 'Mercier', 'Dufour', 'Gauthier', 'Lacroix', 'Benali', 'Haddad', 'Nguyen', 'Picard'],
  ...['Renard', 'Collet', 'Barbier', 'Aubert', 'Lemoine', 'Guérin', 'Besson', 'Tessier', 'Vidal'],
]
const FRENCH_STREETS = [
  ...['rue des Lilas', 'avenue Victor-Hugo', 'rue de la République', 'boulevard Carnot'],
  ...['rue du Moulin', 'place du Marché', 'chemin des Vignes', 'quai de la Gare', 'rue Pasteur'],
]

export const PLACES: readonly Place[] = [
  {
    country: 'FR',
    weight: 54,
    currency: 'EUR',
    french: 1,
    cities: [
      ...([
        ['Lyon', '69003'],
        ['Paris', '75011'],
        ['Nantes', '44000'],
        ['Lille', '59800'],
      ] as const),
      ...([
        ['Toulouse', '31000'],
        ['Rennes', '35000'],
        ['Marseille', '13006'],
      ] as const),
      ...([
        ['Strasbourg', '67000'],
        ['Bordeaux', '33000'],
        ['Brest', '29200'],
      ] as const),
    ],
    streets: FRENCH_STREETS,
    firstNames: FRENCH_FIRST,
    lastNames: FRENCH_LAST,
    companySuffixes: ['SARL', 'SAS', 'SASU', 'Studio', 'Conseil'],
    phonePrefix: '+33 6',
  },
  {
    country: 'BE',
    weight: 12,
    currency: 'EUR',
    french: 0.8,
    cities: [
      ['Bruxelles', '1000'],
      ['Liège', '4000'],
      ['Namur', '5000'],
      ['Gent', '9000'],
    ],
    streets: ['rue Neuve', 'chaussée de Louvain', 'avenue Louise', 'rue de Namur'],
    firstNames: [...FRENCH_FIRST.slice(0, 12), 'Wout', 'Lotte', 'Pieter', 'Anneleen'],
    lastNames: [
      'Dubois',
      'Lambert',
      'Janssens',
      'Peeters',
      'Claes',
      'Willems',
      'Simon',
      'Leclercq',
    ],
    companySuffixes: ['SRL', 'SA', 'BV'],
    phonePrefix: '+32 47',
  },
  {
    country: 'CH',
    weight: 10,
    currency: 'CHF',
    french: 0.7,
    cities: [
      ['Genève', '1201'],
      ['Lausanne', '1003'],
      ['Neuchâtel', '2000'],
      ['Zürich', '8004'],
    ],
    streets: ['rue du Rhône', 'avenue de la Gare', 'rue de Bourg', 'Langstrasse'],
    firstNames: [...FRENCH_FIRST.slice(8, 18), 'Reto', 'Urs', 'Nadine', 'Beat'],
    lastNames: ['Favre', 'Rochat', 'Müller', 'Meier', 'Aebischer', 'Jaquet', 'Bonvin', 'Keller'],
    companySuffixes: ['Sàrl', 'SA', 'GmbH'],
    phonePrefix: '+41 79',
  },
  {
    country: 'GB',
    weight: 9,
    currency: 'GBP',
    french: 0,
    cities: [
      ['London', 'E8 3RL'],
      ['Bristol', 'BS1 4DJ'],
      ['Leeds', 'LS1 5DL'],
      ['Glasgow', 'G2 4JR'],
    ],
    streets: ['High Street', 'Mill Lane', 'Station Road', 'Victoria Terrace', 'Church Row'],
    firstNames: [
      'Oliver',
      'Amelia',
      'Harry',
      'Isla',
      'George',
      'Freya',
      'Callum',
      'Maisie',
      'Rhys',
    ],
    lastNames: ['Walker', 'Hughes', 'Patel', 'Bennett', 'Murray', 'Okafor', 'Fletcher', 'Price'],
    companySuffixes: ['Ltd', 'LLP', 'Studios'],
    phonePrefix: '+44 7700',
  },
  {
    country: 'DE',
    weight: 8,
    currency: 'EUR',
    french: 0.05,
    cities: [
      ['Berlin', '10119'],
      ['Köln', '50667'],
      ['Hamburg', '20095'],
      ['Leipzig', '04109'],
    ],
    streets: ['Hauptstraße', 'Gartenweg', 'Lindenallee', 'Bahnhofstraße'],
    firstNames: ['Jonas', 'Lena', 'Felix', 'Mia', 'Paul', 'Hanna', 'Lukas', 'Klara', 'Tim'],
    lastNames: ['Schmidt', 'Weber', 'Hoffmann', 'Yılmaz', 'Krüger', 'Vogel', 'Braun', 'Lorenz'],
    companySuffixes: ['GmbH', 'UG', 'e.K.'],
    phonePrefix: '+49 151',
  },
  {
    country: 'LU',
    weight: 3,
    currency: 'EUR',
    french: 0.9,
    cities: [
      ['Luxembourg', '1736'],
      ['Esch-sur-Alzette', '4010'],
    ],
    streets: ['rue de Hollerich', 'Grand-Rue', 'rue de l’Alzette'],
    firstNames: FRENCH_FIRST.slice(4, 14),
    lastNames: ['Schmit', 'Weber', 'Hoffmann', 'Thill', 'Wagner'],
    companySuffixes: ['S.à r.l.', 'S.A.'],
    phonePrefix: '+352 621',
  },
  {
    country: 'ES',
    weight: 4,
    currency: 'EUR',
    french: 0.1,
    cities: [
      ['Barcelona', '08015'],
      ['Valencia', '46002'],
      ['Bilbao', '48009'],
    ],
    streets: ['Calle Mayor', 'Carrer de Mallorca', 'Gran Vía'],
    firstNames: ['Lucía', 'Martín', 'Carmen', 'Pablo', 'Nuria', 'Álvaro', 'Irene'],
    lastNames: ['García', 'Romero', 'Iglesias', 'Navarro', 'Soler', 'Etxeberria'],
    companySuffixes: ['S.L.', 'Digital'],
    phonePrefix: '+34 655',
  },
]

/** First words of companies. */
export const COMPANY_WORDS = [
  ...['Atelier', 'Pixel', 'Nova', 'Granit', 'Boréal', 'Lumen', 'Horizon', 'Signal', 'Cobalt'],
  ...['Mistral', 'Delta', 'Ardoise', 'Fjord', 'Kestrel', 'Quartz', 'Tamarin', 'Zenith', 'Ormeau'],
  ...['Saltmarsh', 'Brume', 'Corail', 'Volta', 'Nimbus', 'Pollen', 'Récif', 'Tandem', 'Vertex'],
]
export const COMPANY_TRADES = [
  ...['Web', 'Design', 'Média', 'Labs', 'Consulting', 'Games', 'Logistique', 'Santé', 'Immobilier'],
  ...['Photo', 'Édition', 'Traiteur', 'Mobilité', 'Data', 'Musique', 'Outdoor', 'Architecture'],
]

/** What people call their machines. */
export const HOST_WORDS = [
  ...['www', 'app', 'shop', 'api', 'mail', 'db', 'staging', 'blog', 'survival', 'arena', 'lobby'],
  ...['creative', 'guild', 'wiki', 'backup', 'intranet', 'forum', 'voice', 'build', 'monitor'],
]

/** An address part: no accents, no spaces, lower case. */
export function slugOf(text: string): string {
  return text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .replaceAll('ı', 'i')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}
