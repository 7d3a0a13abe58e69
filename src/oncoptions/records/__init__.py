"""Reading what somebody wrote about a person: case files and FHIR records."""
