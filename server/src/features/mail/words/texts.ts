import { defineTexts } from '../../../platform/text.ts'

defineTexts({
  'mail.duty.account': {
    en: 'Without it nobody could log in safely.',
    fr: 'Sans lui, personne ne pourrait se connecter en sécurité.',
  },
  'mail.duty.contract': {
    en: 'The law asks for a confirmation of what was agreed.',
    fr: 'La loi impose de confirmer ce qui a été convenu.',
  },
  'mail.duty.money': {
    en: 'It tells what is owed, was paid or is given back, and carries the document.',
    fr: 'Il dit ce qui est dû, payé ou rendu, et porte le document.',
  },
  'mail.duty.end': {
    en: 'The customer must learn that a service and its data are gone.',
    fr: 'Le client doit apprendre qu’un service et ses données n’existent plus.',
  },
  'mail.duty.automation': {
    en: 'Final notices must reach the customer; the days of reminders stand in the automation’s rules.',
    fr: 'Les derniers avis doivent parvenir au client ; les jours de rappel se règlent dans l’automatisation.',
  },
  'mail.duty.staff': {
    en: 'Alerts are chosen for each staff member, in the profile or under Staff.',
    fr: 'Les alertes se choisissent pour chaque membre, dans son profil ou sous Équipe.',
  },
  'mail.test_subject': { en: '[Test] {subject}', fr: '[Essai] {subject}' },
  'problem.template_syntax': {
    en: 'Line {line}: {message}.',
    fr: 'Ligne {line} : syntaxe incorrecte ({message}).',
  },
  'problem.template_unknown_name': {
    en: 'Line {line}: this mail knows no “{name}”.',
    fr: 'Ligne {line} : cet e-mail ne connaît pas « {name} ».',
  },
  'problem.template_not_a_list': {
    en: 'Line {line}: a loop goes through one of the lists of this mail.',
    fr: 'Ligne {line} : une boucle parcourt une des listes de cet e-mail.',
  },
  'problem.template_nested_loop': {
    en: 'Line {line}: a loop cannot stand inside another one.',
    fr: 'Ligne {line} : une boucle ne peut pas en contenir une autre.',
  },
  'problem.template_link': {
    en: 'Line {line}: “{address}” must be one of the links of this mail, or an address written in full (https://…, mailto:…).',
    fr: 'Ligne {line} : « {address} » doit être un des liens de cet e-mail ou une adresse écrite en entier (https://…, mailto:…).',
  },
  'problem.template_no_content': {
    en: '{{ content }} must stand there once, on a line of its own: the mail takes its place.',
    fr: '{{ content }} doit figurer une seule fois, seul sur sa ligne : l’e-mail prend sa place.',
  },
  'problem.template_no_subject': {
    en: 'The subject is empty.',
    fr: 'L’objet est vide.',
  },
  'problem.template_no_body': {
    en: 'The text of the mail is empty.',
    fr: 'Le texte de l’e-mail est vide.',
  },
  'problem.template_empty_subject': {
    en: 'The subject would be empty in some of the cases of this mail.',
    fr: 'L’objet serait vide dans certains cas de cet e-mail.',
  },
  'problem.template_not_words': {
    en: 'One of the names stands for a list or a group, which has no words of its own. Please name its parts.',
    fr: 'Un des noms désigne une liste ou un groupe, qui ne s’écrit pas tel quel. Nommez ses éléments.',
  },
  'problem.template_case': {
    en: 'It fails in one of the cases of this mail: {message}.',
    fr: 'Échec dans un des cas de cet e-mail : {message}.',
  },
})
