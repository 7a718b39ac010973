"""The shapes the register's files come in: which columns, in which order, how written. Facts of a public format."""

from dataclasses import dataclass


def columns(names: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in names.replace("\n", " ").split(","))


@dataclass(frozen=True)
class Shape:
    """How one kind of file is written: its columns, whether codes are padded ("02"), cells quoted, and the dates."""

    columns: tuple[str, ...]
    padded: bool
    all_quoted: bool
    date: str  # for strftime


APRIL_2021 = columns("""
URN, LA (code), LA (name), EstablishmentNumber, EstablishmentName, TypeOfEstablishment (code),
TypeOfEstablishment (name), EstablishmentTypeGroup (code), EstablishmentTypeGroup (name), EstablishmentStatus (code),
EstablishmentStatus (name), ReasonEstablishmentOpened (code), ReasonEstablishmentOpened (name), OpenDate,
ReasonEstablishmentClosed (code), ReasonEstablishmentClosed (name), CloseDate, PhaseOfEducation (code),
PhaseOfEducation (name), StatutoryLowAge, StatutoryHighAge, Boarders (code), Boarders (name), NurseryProvision (name),
OfficialSixthForm (code), OfficialSixthForm (name), Gender (code), Gender (name), ReligiousCharacter (code),
ReligiousCharacter (name), ReligiousEthos (name), Diocese (code), Diocese (name), AdmissionsPolicy (code),
AdmissionsPolicy (name), SchoolCapacity, SpecialClasses (code), SpecialClasses (name), CensusDate, NumberOfPupils,
NumberOfBoys, NumberOfGirls, PercentageFSM, TrustSchoolFlag (code), TrustSchoolFlag (name), Trusts (code),
Trusts (name), SchoolSponsorFlag (name), SchoolSponsors (name), FederationFlag (name), Federations (code),
Federations (name), UKPRN, FEHEIdentifier, FurtherEducationType (name), OfstedLastInsp, OfstedSpecialMeasures (code),
OfstedSpecialMeasures (name), LastChangedDate, Street, Locality, Address3, Town, County (name), Postcode,
SchoolWebsite, TelephoneNum, HeadTitle (name), HeadFirstName, HeadLastName, HeadPreferredJobTitle,
BSOInspectorateName (name), InspectorateReport, DateOfLastInspectionVisit, NextInspectionVisit, TeenMoth (name),
TeenMothPlaces, CCF (name), SENPRU (name), EBD (name), PlacesPRU, FTProv (name), EdByOther (name),
Section41Approved (name), SEN1 (name), SEN2 (name), SEN3 (name), SEN4 (name), SEN5 (name), SEN6 (name), SEN7 (name),
SEN8 (name), SEN9 (name), SEN10 (name), SEN11 (name), SEN12 (name), SEN13 (name), TypeOfResourcedProvision (name),
ResourcedProvisionOnRoll, ResourcedProvisionCapacity, SenUnitOnRoll, SenUnitCapacity, GOR (code), GOR (name),
DistrictAdministrative (code), DistrictAdministrative (name), AdministrativeWard (code), AdministrativeWard (name),
ParliamentaryConstituency (code), ParliamentaryConstituency (name), UrbanRural (code), UrbanRural (name),
GSSLACode (name), Easting, Northing, CensusAreaStatisticWard (name), MSOA (name), LSOA (name),
InspectorateName (name), SENStat, SENNoStat, BoardingEstablishment (name), PropsName, PreviousLA (code),
PreviousLA (name), PreviousEstablishmentNumber, OfstedRating (name), RSCRegion (name), Country (name), UPRN, SiteName,
QABName (code), QABName (name), EstablishmentAccredited (code), EstablishmentAccredited (name), QABReport, CHNumber,
MSOA (code), LSOA (code)
""")
SPRING_2024 = (
    *(name for name in APRIL_2021 if name != "CensusAreaStatisticWard (name)"),
    "FSM",
    "AccreditationExpiryDate",
)
GONE_BY_2025 = columns(
    "OfstedLastInsp, OfstedSpecialMeasures (code), OfstedSpecialMeasures (name), OfstedRating (name), RSCRegion (name)"
)
EXTRACT_2026 = columns("""
URN, LA (code), LA (name), EstablishmentNumber, EstablishmentName, TypeOfEstablishment (code),
TypeOfEstablishment (name), EstablishmentStatus (code), EstablishmentStatus (name), OpenDate, CloseDate,
PhaseOfEducation (code), PhaseOfEducation (name), UKPRN, LastChangedDate, Street, Locality, Address3, Town, Postcode,
SchoolWebsite, MainEmail, AlternativeEmail, Section41Approved (name), DistrictAdministrative (code),
DistrictAdministrative (name), Easting, Northing, PreviousLA (code), PreviousLA (name)
""")

# Of the public file's values only these are written without quotes, whatever the year.
BARE = frozenset(columns("URN, StatutoryLowAge, StatutoryHighAge, SchoolCapacity, UKPRN, Easting, Northing"))

SHAPES = {
    "edubasealldata_2021": Shape(APRIL_2021, padded=True, all_quoted=True, date="%d-%m-%Y"),
    "edubasealldata_2024": Shape(SPRING_2024, padded=False, all_quoted=True, date="%d-%m-%Y"),
    "edubasealldata_2025": Shape(
        tuple(name for name in SPRING_2024 if name not in GONE_BY_2025), padded=False, all_quoted=True, date="%d-%m-%Y"
    ),
    "ecf_tech_2022": Shape(
        (*EXTRACT_2026, "OfstedRating (code)", "OfstedRating (name)"), padded=False, all_quoted=False, date="%d/%m/%Y"
    ),
    "ecf_tech_2026": Shape(EXTRACT_2026, padded=False, all_quoted=False, date="%d/%m/%Y"),
}
