interface ImportMetaEnv {
  /** Where the API answers, when the page is served from elsewhere; empty means the page's own origin. */
  readonly VITE_API_ORIGIN?: string;
}
