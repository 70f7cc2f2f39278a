// Times in the zone of the browser; what they are in UTC stays beside, as title. Without this script they are in UTC and say so.
const { locale } = document.body.dataset
const formats = {
  time: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }),
  day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }),
}
for (const element of document.querySelectorAll('time[datetime]')) {
  const date = new Date(element.dateTime)
  if (date.getTimezoneOffset() === 0) continue
  element.title ||= element.textContent
  element.textContent = formats['day' in element.dataset ? 'day' : 'time'].format(date)
}
