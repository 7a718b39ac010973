"""The words that invented schools are made of. No school, street or authority here is a real one."""

SAINTS = (
    "Mary's John's Joseph's Peter's Paul's James' Michael's Anne's Thomas' Luke's Mark's Matthew's Andrew's George's "
    "Catherine's Margaret's Patrick's Teresa's Wilfrid's Oswald's Cuthbert's Bede's Aidan's Hilda's Chad's Edmund's"
).split()
# Accents and apostrophes as the real register has them; every one of these letters is in Windows-1252.
WITH_MARKS = [
    "St Thomas à Becket",
    "Bellefontaine Lycée",
    "École Lumière",
    "Señora Núñez",
    "Düsseldorf Road",
    "Café Lane",
]
FIRST_WORDS = (
    "Alder Amber Ash Barley Birch Bramble Bright Cedar Cherry Clover Copper Crane Crow Elder Elm Fern Fox Garnet Gorse "
    "Harvest Hawthorn Hazel Heather Heron Holly Ivy Juniper Kestrel Lark Larch Laurel Lily Linden Maple Martin Meadow "
    "Moor Moss Otter Pear Pebble Pine Plover Poplar Quarry Raven Reed Robin Rook Rowan Rush Rye Saffron Sage Sedge "
    "Silver Skylark Sorrel Sparrow Spring Starling Stone Swift Tansy Teal Thistle Thorn Thrush Violet Walnut Wren"
).split()
SECOND_WORDS = (
    "bank bourne bridge brook bury by combe croft dale dean den down edge end field ford gate grove hall ham hay holme "
    "hurst lea ley low mere more park pool ridge rise side stead stoke thorpe ton town vale view ville wade ward water "
    "way well wick wood worth"
).split()
FOUNDERS = (
    "Abbott Amis Barlow Beale Calder Carr D'Abernon D'Arcy Dacre Denby Eames Fane Garth Hale Ingram Jessop Keane Lacey "
    "Marlow Nairne O'Hara O'Neill Paget Quayle Rudd Sayer Tait Usher Vane Wray Yardley"
).split()
TOWNS = (  # the first few are real cities, so that a search reads as people would type it
    "York Leeds Bristol Norwich Exeter Thornwick Aldbrook Marbury Kelsworth Penhallow Winterby Oxmere Castlebourne "
    "Netherdale Saltham Broadhythe Cresswick Dunmoor Eastlow Fairstead Gadwell Harthope Ilverton Kingsmere Langwath "
    "Millbeck Northolme Overbury Plumley Quenby Rainsford Shelwick Tarnbridge Upcott Varley Westhythe Yarlside Zealbury"
).split()
TOWN_FORMS = ("{}-on-Sea", "{} St Mary", "Great {}", "{}-under-Wood", "{} Newtown")
STREETS = ("Road", "Street", "Lane", "Avenue", "Way", "Close", "Drive", "Hill", "Green", "Crescent")
AUTHORITIES = (
    "Aldshire Barrowdale Calderwick Derwentshire Eastmarch Fenshire Greycester Humbershire Islemere Kenshire Lowmarch "
    "Midshire Northmarch Otterdale Penshire Quarrydale Ridgeshire Southmarch Tynewick Upshire Vantage Westmarch"
).split()
FORENAMES = (
    "Alex Billie Charlie Drew Ellis Frankie Glen Harper Indra Jo Kit Lee Morgan Noor Oli Pat Quinn Robin Sam".split()
)
