/** What the hooks need of React; its own types are not in Maven Central as a whole. */
declare module 'react' {
  export function useEffect(effect: () => void | (() => void), deps?: readonly unknown[]): void;
  export function useMemo<T>(make: () => T, deps: readonly unknown[]): T;
  export function useRef<T>(value: T): { current: T };
  export function useSyncExternalStore<T>(subscribe: (tell: () => void) => () => void, get: () => T, onServer?: () => T): T;
}
