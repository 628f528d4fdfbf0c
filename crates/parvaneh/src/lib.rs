//! parvaneh
