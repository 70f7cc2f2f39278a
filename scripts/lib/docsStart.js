// @ts-nocheck: it runs in a browser, whose types are not those of the other scripts
// Runs in the browser, behind Redoc: draws the contract into the page, in the colours that the visitor's system asks for. What `#docs` is of says where the
// contract is; in the page without a server it is inside (`CONTRACT`).
/* global Redoc, CONTRACT */
;(() => {
  const place = document.getElementById('docs')
  const night = matchMedia('(prefers-color-scheme: dark)')
  const LIGHT = {
    colors: { primary: { main: '#1f4fc4' } },
    rightPanel: { backgroundColor: '#17264d' },
    codeBlock: { backgroundColor: '#0b1226' },
  }
  const status = (color) => ({ color, backgroundColor: 'rgba(255, 255, 255, .06)', tabTextColor: color })
  const DARK = {
    colors: {
      primary: { main: '#9db8ff' },
      success: { main: '#8fe0b0' },
      warning: { main: '#f2c572', contrastText: '#10141f' },
      error: { main: '#ffb0ab' },
      gray: { 50: '#191f2e', 100: '#232b3f' },
      border: { light: '#2d3750', dark: '#3d486a' },
      text: { primary: '#e6eaf5', secondary: '#a3aec7' },
      responses: { success: status('#8fe0b0'), error: status('#ffb0ab'), redirect: status('#f2c572'), info: status('#9db8ff') },
    },
    schema: {
      linesColor: '#4a5680',
      typeNameColor: '#a3aec7',
      typeTitleColor: '#a3aec7',
      requireLabelColor: '#ffb0ab',
      nestedBackground: '#191f2e',
      arrow: { color: '#a3aec7' },
    },
    typography: {
      code: { color: '#ffb0ab', backgroundColor: 'rgba(255, 255, 255, .08)' },
      links: { color: '#9db8ff', visited: '#9db8ff', hover: '#c3d3ff' },
    },
    sidebar: {
      backgroundColor: '#10141f',
      textColor: '#e6eaf5',
      activeTextColor: '#9db8ff',
      groupItems: { activeBackgroundColor: '#1d2b52' },
      level1Items: { activeBackgroundColor: '#1d2b52' },
    },
    rightPanel: {
      backgroundColor: '#0b1226',
      servers: { overlay: { backgroundColor: '#191f2e', textColor: '#e6eaf5' }, url: { backgroundColor: '#10141f' } },
    },
    codeBlock: { backgroundColor: '#070b16' },
    fab: { backgroundColor: '#191f2e', color: '#9db8ff' },
  }
  const files = place.dataset.contract && {
    downloadUrls: [
      { title: 'openapi.json', url: '/api/openapi.json' },
      { title: 'openapi.yaml', url: '/api/openapi.yaml' },
    ],
  }
  const options = {
    expandResponses: '200',
    requiredPropsFirst: true,
    showExtensions: ['x-role', 'x-scope'],
    ...files,
    theme: night.matches ? DARK : LIGHT,
  }
  night.addEventListener('change', () => location.reload())
  Redoc.init(place.dataset.contract || CONTRACT, options, place)
})()
