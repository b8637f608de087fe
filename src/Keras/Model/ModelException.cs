using System;

namespace Generated.Keras.Model;

/// <summary>Why a model cannot be read. Who knows the layer or the file puts it in front.</summary>
internal sealed class ModelException(string message, Exception? cause = null) : Exception(message, cause);
