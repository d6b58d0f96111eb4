namespace Gateway.Policies.Formats;

//
//  Types of resources
//
//  References:
//
//      FHIR STU3, R4 and R5, resource list
//

/// <summary>Names of the types of resources, of every release that is in use.</summary>
internal static class FhirTypes
{
    // A space before and behind each.
    private static ReadOnlySpan<byte> Names =>
        " Account ActivityDefinition ActorDefinition AdministrableProductDefinition AdverseEvent "u8
        + "AllergyIntolerance Appointment AppointmentResponse ArtifactAssessment AuditEvent Basic Binary "u8
        + "BiologicallyDerivedProduct BiologicallyDerivedProductDispense BodySite BodyStructure Bundle "u8
        + "CapabilityStatement CarePlan CareTeam CatalogEntry ChargeItem ChargeItemDefinition Citation Claim "u8
        + "ClaimResponse ClinicalImpression ClinicalUseDefinition CodeSystem Communication "u8
        + "CommunicationRequest CompartmentDefinition Composition ConceptMap Condition ConditionDefinition "u8
        + "Consent Contract Coverage CoverageEligibilityRequest CoverageEligibilityResponse DataElement "u8
        + "DetectedIssue Device DeviceAssociation DeviceComponent DeviceDefinition DeviceDispense DeviceMetric "u8
        + "DeviceRequest DeviceUsage DeviceUseStatement DiagnosticReport DocumentManifest DocumentReference "u8
        + "EffectEvidenceSynthesis EligibilityRequest EligibilityResponse Encounter EncounterHistory Endpoint "u8
        + "EnrollmentRequest EnrollmentResponse EpisodeOfCare EventDefinition Evidence EvidenceReport "u8
        + "EvidenceVariable ExampleScenario ExpansionProfile ExplanationOfBenefit FamilyMemberHistory Flag "u8
        + "FormularyItem GenomicStudy Goal GraphDefinition Group GuidanceResponse HealthcareService "u8
        + "ImagingManifest ImagingSelection ImagingStudy Immunization ImmunizationEvaluation "u8
        + "ImmunizationRecommendation ImplementationGuide Ingredient InsurancePlan InventoryItem "u8
        + "InventoryReport Invoice Library Linkage List Location ManufacturedItemDefinition Measure "u8
        + "MeasureReport Media Medication MedicationAdministration MedicationDispense MedicationKnowledge "u8
        + "MedicationRequest MedicationStatement MedicinalProduct MedicinalProductAuthorization "u8
        + "MedicinalProductContraindication MedicinalProductDefinition MedicinalProductIndication "u8
        + "MedicinalProductIngredient MedicinalProductInteraction MedicinalProductManufactured "u8
        + "MedicinalProductPackaged MedicinalProductPharmaceutical MedicinalProductUndesirableEffect "u8
        + "MessageDefinition MessageHeader MolecularSequence NamingSystem NutritionIntake NutritionOrder "u8
        + "NutritionProduct Observation ObservationDefinition OperationDefinition OperationOutcome "u8
        + "Organization OrganizationAffiliation PackagedProductDefinition Parameters Patient PaymentNotice "u8
        + "PaymentReconciliation Permission Person PlanDefinition Practitioner PractitionerRole Procedure "u8
        + "ProcedureRequest ProcessRequest ProcessResponse Provenance Questionnaire QuestionnaireResponse "u8
        + "ReferralRequest RegulatedAuthorization RelatedPerson RequestGroup RequestOrchestration Requirements "u8
        + "ResearchDefinition ResearchElementDefinition ResearchStudy ResearchSubject RiskAssessment "u8
        + "RiskEvidenceSynthesis Schedule SearchParameter Sequence ServiceDefinition ServiceRequest Slot "u8
        + "Specimen SpecimenDefinition StructureDefinition StructureMap Subscription SubscriptionStatus "u8
        + "SubscriptionTopic Substance SubstanceDefinition SubstanceNucleicAcid SubstancePolymer "u8
        + "SubstanceProtein SubstanceReferenceInformation SubstanceSourceMaterial SubstanceSpecification "u8
        + "SupplyDelivery SupplyRequest Task TerminologyCapabilities TestPlan TestReport TestScript Transport "u8
        + "ValueSet VerificationResult VisionPrescription "u8;

    /// <param name="name">Letters only.</param>
    internal static bool Has(ReadOnlySpan<byte> name)
    {
        for (var at = 0; Names[at..].IndexOf(name) is var place and >= 0; at += place + 1)
        {
            if (Names[at + place - 1] == ' ' && Names[at + place + name.Length] == ' ')
            {
                return true;
            }
        }

        return false;
    }
}
