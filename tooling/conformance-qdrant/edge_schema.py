"""Converts the configuration of a collection and its payload indexes to that of Qdrant Edge."""

from typing import Any

import qdrant_edge as edge
from qdrant_client import models

TYPES = {
    "keyword": edge.KeywordIndexParams,
    "integer": edge.IntegerIndexParams,
    "float": edge.FloatIndexParams,
    "geo": edge.GeoIndexParams,
    "text": edge.TextIndexParams,
    "bool": edge.BoolIndexParams,
    "datetime": edge.DatetimeIndexParams,
    "uuid": edge.UuidIndexParams,
}


def to_config(vectors_config: Any, sparse_vectors_config: Any = None) -> edge.EdgeConfig:
    vectors = (
        {name: _vector_params(params) for name, params in vectors_config.items()}
        if isinstance(vectors_config, dict)
        else _vector_params(vectors_config)
    )
    sparse = {
        name: edge.EdgeSparseVectorParams(modifier=edge.Modifier.Idf if params.modifier == models.Modifier.IDF else None)
        for name, params in (sparse_vectors_config or {}).items()
    }
    return edge.EdgeConfig(vectors=vectors, sparse_vectors=sparse, wal_enabled=False)


def _vector_params(given: models.VectorParams) -> edge.EdgeVectorParams:
    multivectors = None if given.multivector_config is None else edge.MultiVectorConfig(edge.MultiVectorComparator.MaxSim)
    datatype = None if given.datatype is None else getattr(edge.VectorStorageDatatype, given.datatype.value.capitalize())
    distance = getattr(edge.Distance, given.distance.value)
    return edge.EdgeVectorParams(given.size, distance, multivector_config=multivectors, datatype=datatype)


def to_index(given: Any) -> Any:
    """Converts a payload index, which is given by its type or its settings."""
    if isinstance(given, str):
        return TYPES[given]()
    settings = {name: value for name, value in given if value is not None and name != "type"}
    for name, write in {"tokenizer": _tokenizer, "stopwords": _stopwords, "stemmer": _stemmer}.items():
        if name in settings:
            settings[name] = write(settings[name])
    return TYPES[given.type.value](**settings)


def _tokenizer(given: models.TokenizerType) -> edge.TokenizerType:
    return getattr(edge.TokenizerType, given.value.capitalize())


def _language(given: models.Language) -> edge.Language:
    return getattr(edge.Language, given.value.capitalize())


def _stopwords(given: models.Language | models.StopwordsSet) -> Any:
    if isinstance(given, models.Language):
        return _language(given)
    return edge.StopwordsSet({_language(language) for language in given.languages or []}, set(given.custom or []))


def _stemmer(given: models.SnowballParams | models.DisabledStemmerParams) -> Any:
    if isinstance(given, models.DisabledStemmerParams):
        return edge.DisabledStemmer()
    return edge.SnowballParams(getattr(edge.SnowballLanguage, given.language.value.capitalize()))
