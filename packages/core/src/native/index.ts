export { glibcVersion, loadNativePackage } from './load-native-package.ts';
