// Common and rare words on many subjects. As in real text, the tokenizer splits the rare words into several tokens.

/** @type {readonly string[]} */
export const WORDS = `
the of and to in a is that for it as was with be by on not he his but at are this have from or had an they which one you were all her she
there would their we him been has when who will no more if out so up said what its about than into them can only other time new some could
these two may first then do any like my now over such our man me even most made after also did many off before must well back through years
where much your way down should because long each just state those people too little good world make very year still see own work men day
get here old life both between being under three never know same last another while us might great go come since against right came take used
few house use during without again place around however home small found part thought went say general high upon school every does got united
left number course war until always away something fact water less public put think almost hand enough far took head yet government system set
bread harbour lantern orchard granite compass meadow thimble saddle glacier pigeon anchor violin cathedral parchment kettle furnace willow
cinnamon tobacco walnut pepper saffron barley turnip cabbage almond vinegar molasses sourdough marmalade porridge dumpling
ferry canal lighthouse viaduct railway locomotive carriage turbine piston gearbox bearing lathe rivet welding scaffold masonry plaster mortar
algorithm compiler register buffer packet router kernel latency checksum schema lexicon syntax grammar phoneme vowel dialect orthography
neuron synapse enzyme protein ribosome chlorophyll mitochondria photosynthesis antibody vaccine pathogen plankton lichen mycelium pollen
granary aqueduct amphitheatre sarcophagus hieroglyph papyrus obelisk ziggurat mosaic fresco tapestry embroidery calligraphy woodcut etching
sonata fugue cantata oboe bassoon harpsichord timpani cadenza crescendo libretto overture madrigal
judge verdict statute treaty ordinance jurisdiction arbitration plaintiff tribunal covenant franchise tariff levy subsidy dividend ledger
basalt limestone sediment magma tectonic estuary peninsula archipelago monsoon drizzle blizzard permafrost isobar barometer anemometer
falcon otter badger hedgehog salamander dragonfly grasshopper nightingale cormorant porcupine wolverine ptarmigan
quietly slowly seldom gently sharply barely twice nearly wholly oddly brightly calmly
carry measure repair gather weigh borrow describe collect compare arrange deliver polish sharpen translate navigate calibrate dismantle
amber crimson violet ivory turquoise scarlet hollow narrow crooked brittle damp hoarse nimble stubborn frugal cumbersome translucent
`
  .trim()
  .split(/\s+/);
