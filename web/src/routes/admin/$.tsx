export { NotFoundPage as default } from '../../ui/state/states.tsx'
