export { loadNativePackage } from './load-native-package.ts';
